package io.cartledger.command.ledger;

/**
 * Makes a command that is sent again the same command.
 *
 * @param principal who sent it: everybody has keys of their own
 * @param key as its sender chose it
 * @param fingerprint of the request, so that another one under the same key is seen
 */
public record CommandKey(String principal, String key, String fingerprint) {}
