package io.cartledger.query.rebuild;

import io.cartledger.cart.Caller;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.query.consistency.ViewUnavailableException;
import io.cartledger.query.http.ReadAnswers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The routes by which operators have the read model folded anew. */
@RestController
@Tag(name = "Operators")
@RequestMapping(path = "/rebuilds", produces = MediaType.APPLICATION_JSON_VALUE)
class RebuildController {

    private final Rebuilds rebuilds;

    RebuildController(Rebuilds rebuilds) {
        this.rebuilds = rebuilds;
    }

    @Operation(summary = "Fold the read model anew, beside the one that is read, and switch to it")
    @PostMapping
    ResponseEntity<Object> beginRebuild(@Parameter(hidden = true) Caller caller) {
        Optional<Rebuild> begun = orUnavailable(() -> rebuilds.begin(caller.subject()));
        return begun.isPresent()
                ? ResponseEntity.accepted()
                        .location(URI.create("/rebuilds/" + begun.get().rebuild()))
                        .body(begun.get())
                : ReadAnswers.problem(Problem.of(
                        ProblemType.REBUILD_UNDER_WAY, "Another one is under way: GET /rebuilds says how far it is."));
    }

    @Operation(summary = "All rebuilds, the newest first")
    @GetMapping
    ResponseEntity<Object> rebuilds() {
        return ResponseEntity.ok(new Rebuild.All(orUnavailable(rebuilds::all)));
    }

    @Operation(summary = "How far a rebuild is, or how it has ended")
    @GetMapping("/{rebuild}")
    ResponseEntity<Object> rebuild(@PathVariable int rebuild) {
        return orUnavailable(() -> rebuilds.find(rebuild))
                .<ResponseEntity<Object>>map(ResponseEntity::ok)
                .orElseGet(() -> notFound(rebuild));
    }

    @Operation(summary = "Drop what a rebuild has made, once a later one is read; or end one that is under way")
    @DeleteMapping("/{rebuild}")
    ResponseEntity<Object> dropRebuild(@PathVariable int rebuild) {
        return switch (orUnavailable(() -> rebuilds.drop(rebuild))) {
            case YES, UNKNOWN -> rebuild(rebuild); // once dropped, it stays so
            case IN_USE ->
                ReadAnswers.problem(Problem.of(
                        ProblemType.REBUILD_IN_USE,
                        "What rebuild " + rebuild + " has made is read: only earlier ones can be dropped."));
        };
    }

    private static ResponseEntity<Object> notFound(int rebuild) {
        return ReadAnswers.problem(
                Problem.of(ProblemType.REBUILD_NOT_FOUND, "There is no rebuild " + rebuild + ".", "rebuild"));
    }

    private interface Asking<T> {
        T ask() throws SQLException;
    }

    private static <T> T orUnavailable(Asking<T> asking) {
        try {
            return asking.ask();
        } catch (SQLException e) {
            throw new ViewUnavailableException(e);
        }
    }
}
