package io.cartledger.command;

import io.cartledger.customer.CustomerCommand;

/** A command as it reaches its customer's file. Whoever may send it was asked before. */
public record CustomerRequest(CustomerCommand command) {}
