package io.cartledger.server.database;

/**
 * Where PostgreSQL is and who may enter.
 *
 * @param url JDBC
 * @param service the login that runs the service
 * @param migration the login that makes roles and migrates; often the same
 * @param properties where an operator has set it
 */
record DatabaseAccess(String url, Credentials service, Credentials migration, String properties) {

    /** The URL without its parameters and without a login, which may hold a password. */
    String place() {
        return url.replaceFirst("[?].*", "").replaceFirst("//[^/]*@", "//");
    }

    /** A login. Its text leaves the password out. */
    record Credentials(String username, String password) {
        @Override
        public String toString() {
            return username;
        }
    }
}
