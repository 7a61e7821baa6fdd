package io.cartledger.query.ledger;

/** Gives few events at a time, as if all were long: pages that are short and not the last. Any thread may use it. */
public final class ShortPages extends OtherPages {

    private static final int MOST = 3;

    /** @param source whose events they are */
    public ShortPages(EventSource source) {
        super(source);
    }

    @Override
    protected EventPage of(EventPage page) {
        return page.events().size() <= MOST ? page : new EventPage(page.events().subList(0, MOST), false);
    }
}
