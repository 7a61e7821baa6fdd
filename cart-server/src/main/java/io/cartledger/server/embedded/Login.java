package io.cartledger.server.embedded;

/** A name and a password that PostgreSQL accepts. */
public record Login(String username, String password) {

    /** Without the password: logins end up in logs. */
    @Override
    public String toString() {
        return "Login[" + username + "]";
    }
}
