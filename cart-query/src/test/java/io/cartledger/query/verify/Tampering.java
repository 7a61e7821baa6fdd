package io.cartledger.query.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.query.verify.VerifiedShop.Verified;
import org.jspecify.annotations.Nullable;

/**
 * Something that is changed behind the service's back.
 *
 * @param check that finds it
 * @param named the cart, or what else it is about; null for nothing
 * @param position null for none
 * @param detail a part of it
 */
record Tampering(
        String sql,
        String check,
        @Nullable String named,
        @Nullable Integer position,
        String detail) {

    static final String EVENT = "update ledger.event set ";

    static Tampering row(String sql, String check, @Nullable String named, @Nullable Integer position, String detail) {
        return new Tampering(sql, check, named, position, detail);
    }

    void assertIsFoundAndNamed() throws Exception {
        var shop = new VerifiedShop(1).caughtUp();
        shop.execute(sql);

        Verified verified = shop.verify();

        assertThat(verified.result().clean()).isFalse();
        assertThat(verified.findings())
                .filteredOn(found -> found.check().equals(check))
                .anySatisfy(found -> {
                    assertThat(found.cart() == null ? found.aggregate() : found.cart())
                            .isEqualTo(named);
                    if (position != null) {
                        assertThat(found.position()).isEqualTo(position.longValue());
                    }
                    assertThat(found.detail()).contains(detail);
                });
    }
}
