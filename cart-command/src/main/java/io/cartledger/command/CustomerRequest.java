package io.cartledger.command;

import io.cartledger.customer.CustomerCommand;
import io.cartledger.http.Preconditions;

/**
 * A command as it reaches its customer's file. Whoever may send it was asked before.
 *
 * @param preconditions in which versions of the file it is to be carried out
 */
public record CustomerRequest(CustomerCommand command, Preconditions preconditions) {}
