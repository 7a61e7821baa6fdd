package io.cartledger.command;

import static io.cartledger.command.Samples.CUSTOMER;

import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Changed;
import io.cartledger.cart.Outcome.Effect;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Outcome.Unchanged;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal.AllowanceNotFound;
import io.cartledger.cart.Refusal.PreconditionFailed;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerCommand;
import io.cartledger.customer.CustomerCommand.AddNote;
import io.cartledger.customer.CustomerCommand.GrantAllowance;
import io.cartledger.customer.CustomerCommand.RevokeAllowance;
import io.cartledger.customer.CustomerEvent;
import io.cartledger.customer.CustomerEvent.AllowanceGranted;
import io.cartledger.customer.CustomerEvent.AllowanceRevoked;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import io.cartledger.customer.CustomerFile;
import io.cartledger.customer.NoteText;
import io.cartledger.http.Preconditions;
import java.time.Instant;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.AggregateFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

/** Every rule of a customer's file, through Axon. */
class CustomerTest {

    private static final Sku BOOT = new Sku("DRN-7X");
    private static final Instant UNTIL = Instant.parse("2027-01-31T00:00:00Z");
    private static final Ticket WHY = new Ticket("T-4711");
    private static final Ticket WHY_NOT = new Ticket("T-4712");
    private static final CustomerCommand GRANT = new GrantAllowance(CUSTOMER, BOOT, new Quantity(2), UNTIL, WHY);
    private static final CustomerEvent GRANTED = new AllowanceGranted(BOOT, new Quantity(2), UNTIL, WHY);
    private static final NoteText CALL_BACK = new NoteText("Call back");
    private static final CustomerCommand NOTE = new AddNote(CUSTOMER, CALL_BACK, WHY);
    private static final CustomerEvent NOTED = new NoteAdded(CALL_BACK, WHY);
    private static final CustomerEvent REVOKED = new AllowanceRevoked(0, WHY_NOT);

    private final AggregateTestFixture<Customer> fixture = new AggregateTestFixture<>(Customer.class);
    private Preconditions preconditions = Preconditions.NONE;

    @Test
    void anAllowanceIsGranted() {
        expect(GRANT, changed(GRANTED), List.of(), GRANTED);
    }

    @Test
    void aSecondAllowanceStandsBesideTheFirst() {
        expect(GRANT, changed(GRANTED, GRANTED), List.of(GRANTED), GRANTED);
    }

    @Test
    void anAllowanceIsRevoked() {
        expect(new RevokeAllowance(CUSTOMER, 0, WHY_NOT), changed(GRANTED, REVOKED), List.of(GRANTED), REVOKED);
    }

    @Test
    void revokingTwiceChangesNothing() {
        expect(
                new RevokeAllowance(CUSTOMER, 0, WHY),
                new Unchanged<>(file(GRANTED, REVOKED), List.of(Effect.UNCHANGED)),
                List.of(GRANTED, REVOKED));
    }

    @Test
    void onlyWhatWasGrantedIsRevoked() {
        expect(
                new RevokeAllowance(CUSTOMER, 1, WHY_NOT),
                new Refused<>(new AllowanceNotFound(CUSTOMER, 1)),
                List.of(GRANTED, REVOKED));
    }

    @Test
    void anEmptyFileHasNothingToRevoke() {
        expect(new RevokeAllowance(CUSTOMER, 0, WHY_NOT), new Refused<>(new AllowanceNotFound(CUSTOMER, 0)), List.of());
    }

    @Test
    void aNoteIsAddedAndLeavesTheAllowances() {
        expect(NOTE, changed(GRANTED, NOTED), List.of(GRANTED), NOTED);
    }

    @Test
    void theSameNoteAgainIsOneMore() {
        expect(NOTE, changed(NOTED, NOTED), List.of(NOTED), NOTED);
    }

    @Test
    void aCommandForAnotherVersionOfTheFileIsRefused() {
        preconditions = Preconditions.parse(List.of("\"5\""), List.of());

        expect(GRANT, new Refused<>(new PreconditionFailed("The file of customer 4421", 0, null)), List.of(GRANTED));
    }

    @Test
    void aCommandForThisVersionOfTheFileIsCarriedOut() {
        preconditions = Preconditions.parse(List.of("\"0\""), List.of());

        expect(GRANT, changed(GRANTED, GRANTED), List.of(GRANTED), GRANTED);
    }

    @Test
    void aSnapshotStandsForTheEventsUpToIt() {
        expect(new RevokeAllowance(CUSTOMER, 0, WHY_NOT), changed(GRANTED, REVOKED), List.of(file(GRANTED)), REVOKED);
    }

    private void expect(
            CustomerCommand command, Outcome<CustomerFile> outcome, List<?> history, CustomerEvent... events) {
        fixture.registerAggregateFactory(new PlainFactory());
        fixture.registerCommandHandler(
                CustomerRequest.class,
                AggregateAnnotationCommandHandler.<Customer>builder()
                        .aggregateType(Customer.class)
                        .repository(fixture.getRepository())
                        .commandTargetResolver(any -> new VersionedAggregateIdentifier(Customer.key(CUSTOMER), null))
                        .creationPolicyAggregateFactory(any -> new Customer(Customer.key(CUSTOMER)))
                        .build());
        // Axon compares with what it loads afterwards, and there is nothing to load where nothing was applied.
        fixture.setReportIllegalStateChange(!history.isEmpty());
        var given = history.isEmpty() ? fixture.givenNoPriorActivity() : fixture.given(history);

        given.when(new CustomerRequest(command, preconditions))
                .expectSuccessfulHandlerExecution()
                .expectResultMessagePayload(outcome)
                .expectEvents((Object[]) events);
    }

    private static Changed<CustomerFile> changed(CustomerEvent... history) {
        return new Changed<>(file(history), List.of(Effect.CHANGED));
    }

    private static CustomerFile file(CustomerEvent... history) {
        CustomerFile file = CustomerFile.EMPTY;
        for (CustomerEvent event : history) {
            file = file.apply(file.version() + 1, event);
        }
        return file;
    }

    private static final class PlainFactory implements AggregateFactory<Customer> {

        @Override
        public Customer createAggregateRoot(String key, DomainEventMessage<?> firstEvent) {
            return new Customer(Customer.key(CUSTOMER));
        }

        @Override
        public Class<Customer> getAggregateType() {
            return Customer.class;
        }
    }
}
