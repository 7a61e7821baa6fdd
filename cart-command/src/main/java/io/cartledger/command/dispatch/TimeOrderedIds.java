package io.cartledger.command.dispatch;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import org.axonframework.common.IdentifierFactory;

/**
 * Names messages, and so events, by UUIDs of version 7 (RFC 9562): those of one node are in the order in which they were
 * made, as long as its clock does not go back, and random bits are asked for once in a millisecond, not for each message.
 * Axon finds it as a service.
 */
public final class TimeOrderedIds extends IdentifierFactory {

    private final TimeBasedEpochGenerator generator = Generators.timeBasedEpochGenerator();

    @Override
    public String generateIdentifier() {
        return generator.generate().toString();
    }
}
