package io.cartledger.command.testing;

import io.cartledger.ledger.Sealed;
import io.cartledger.ledger.Seals;
import io.cartledger.ledger.VaultUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hides what it seals instead of encrypting it, for tests of parts that have no vault. */
public final class TestSeals implements Seals {

    private final Map<String, UUID> keys = new ConcurrentHashMap<>();
    private final Set<UUID> prepared = ConcurrentHashMap.newKeySet();
    private final List<UUID> unprepared = new CopyOnWriteArrayList<>();
    private final List<String> links = new CopyOnWriteArrayList<>();
    private volatile boolean down;

    @Override
    public Sealed seal(String subject, Place place, String text) {
        failIfDown();
        UUID key = keys.computeIfAbsent(subject, name -> UUID.randomUUID());
        return new Sealed(
                key, Base64.getEncoder().encodeToString((place + "\0" + text).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<String> open(Sealed closed, Place place) {
        failIfDown();
        if (!prepared.contains(closed.subject())) {
            unprepared.add(closed.subject());
        }
        String hidden = new String(Base64.getDecoder().decode(closed.sealed()), StandardCharsets.UTF_8);
        return keys.containsValue(closed.subject()) && hidden.startsWith(place + "\0")
                ? Optional.of(hidden.substring(hidden.indexOf('\0') + 1))
                : Optional.empty();
    }

    @Override
    public void prepare(Set<UUID> needed) {
        failIfDown();
        prepared.addAll(needed);
    }

    @Override
    public void link(String subject, String same) {
        failIfDown();
        links.add(subject + " is " + same);
    }

    private void failIfDown() {
        if (down) {
            throw new VaultUnavailableException(new IllegalStateException("a test has shut the vault"));
        }
    }

    /** From now on nothing can be sealed or opened, or can again. */
    public void setDown(boolean now) {
        down = now;
    }

    /** Nothing that was sealed for the subject opens any more. */
    public void erase(String subject) {
        keys.remove(subject);
    }

    /** Whose key has this name. */
    public String subject(UUID key) {
        return keys.entrySet().stream()
                .filter(entry -> entry.getValue().equals(key))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Keys that something was opened with, although nobody had said before that they would be needed. */
    public List<UUID> unprepared() {
        return List.copyOf(unprepared);
    }

    /** In their order, for example {@code guest/g-1 is customer/4421}. */
    public List<String> links() {
        return List.copyOf(links);
    }
}
