/**
 * Which PostgreSQL this service uses, with which logins and roles, and the pools to it. Makes the roles; writes no
 * table.
 */
@NullMarked
package io.cartledger.server.database;

import org.jspecify.annotations.NullMarked;
