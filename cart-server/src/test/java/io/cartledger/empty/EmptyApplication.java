package io.cartledger.empty;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A Spring Boot application that does nothing: what is on its class path decides how long it takes to start. */
@SpringBootApplication(proxyBeanMethods = false)
public class EmptyApplication {

    public static void main(String[] args) {
        SpringApplication.run(EmptyApplication.class, args);
    }
}
