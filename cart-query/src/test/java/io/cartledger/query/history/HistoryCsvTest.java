package io.cartledger.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.query.history.ChangeEntry.Actor;
import io.cartledger.query.history.ChangeEntry.ChangedLine;
import io.cartledger.query.history.HistoryEntry.Kind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryCsvTest {

    private static final String HEADER =
            "at,kind,summary,cartId,customer,version,type,lines,note,mergedFrom,mergedInto,ticket,reason,actorKind,"
                    + "actor,client,channel,receivedAt,commandId,correlationId,requestId,idempotencyKey,ip,session,"
                    + "userAgent,code,status,method,route,itemId,sku\r\n";

    private static HistoryEntry change(String summary, String userAgent) {
        return new HistoryEntry(
                Instant.parse("2026-01-31T12:00:00.5Z"),
                Kind.CHANGE,
                summary,
                null,
                "c-2",
                null,
                new ChangeEntry(
                        "c-1",
                        "4421",
                        7,
                        "LinesAbsorbed",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "api",
                        new Actor("customer", "4421"),
                        "app",
                        "r-1",
                        "t-1",
                        new UUID(0, 1),
                        "k-1",
                        "T-1",
                        "why",
                        "203.0.113.7",
                        "s-1",
                        userAgent,
                        List.of(new ChangedLine("DRN-7X", "DRN-7X", 1, 3), new ChangedLine("SOCK", "SOCK", 0, 1))),
                null);
    }

    private static HistoryEntry refusal(String sku) {
        return new HistoryEntry(
                Instant.EPOCH,
                Kind.REFUSAL,
                "refused",
                null,
                null,
                null,
                null,
                new RefusalEntry("cart-closed", 409, "POST", "/me/cart/items", "c-1", null, sku, null, null, "r-2"));
    }

    @Test
    void entriesAreRowsBelowAHeader() {
        assertThat(HistoryCsv.of(List.of(change("told", "Phone/1.0"), refusal("DRN-7X"))))
                .isEqualTo(HEADER
                        + "2026-01-31T12:00:00.500Z,change,told,c-1,4421,7,LinesAbsorbed,DRN-7X:1>3 SOCK:0>1,,c-2,,"
                        + "T-1,why,customer,4421,app,api,1970-01-01T00:00:00Z,"
                        + "00000000-0000-0000-0000-000000000001,t-1,r-1,k-1,203.0.113.7,s-1,Phone/1.0,,,,,,\r\n"
                        + "1970-01-01T00:00:00Z,refusal,refused,c-1,,,,,,,,,,,,,,,,,r-2,,,,,"
                        + "cart-closed,409,POST,/me/cart/items,,DRN-7X\r\n");
    }

    @Test
    void withoutEntriesThereIsTheHeader() {
        assertThat(HistoryCsv.of(List.of())).isEqualTo(HEADER);
    }

    @Test
    void commasQuotesAndLineEndsAreQuotedAsRfc4180Says() {
        assertThat(HistoryCsv.of(List.of(change("a, \"b\"\r\nc", "d")))).contains(",change,\"a, \"\"b\"\"\r\nc\",c-1,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "＝1"})
    void noCellIsTakenForAFormula(String said) {
        String csv = HistoryCsv.of(List.of(change("told", said), refusal(said)));

        String cell = "'" + said;
        assertThat(csv)
                .containsPattern(",s-1,\"?" + java.util.regex.Pattern.quote(cell) + "\"?,")
                .containsPattern(",/me/cart/items,,\"?" + java.util.regex.Pattern.quote(cell) + "\"?\r\n$");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"a;=1+1|a;'=1+1", "a\t@x|a\t'@x", "\t=1|'\t'=1", "a;-1;+1|a;'-1;'+1"})
    void noPartOfACellIsEither(String said, String cell) {
        assertThat(HistoryCsv.of(List.of(change("told", said))))
                .containsPattern(",s-1,\"?" + java.util.regex.Pattern.quote(cell) + "\"?,");
    }

    @Test
    void whatIsNoFormulaIsAsItWas() {
        assertThat(HistoryCsv.of(List.of(change("a=b", "1-2@c"))))
                .contains(",a=b,")
                .contains(",1-2@c,");
    }
}
