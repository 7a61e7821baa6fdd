package io.cartledger.ledger;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What people have written about people: a component of an event's record, stored as a string, that is sealed in the
 * ledger. It must be nullable, because it is null once whom it is about has been erased; so no fold may depend on it.
 * Components of records within the event are not looked at.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Personal {}
