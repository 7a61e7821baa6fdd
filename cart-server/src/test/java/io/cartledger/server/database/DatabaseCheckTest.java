package io.cartledger.server.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.server.config.StartupFailure;
import org.junit.jupiter.api.Test;

class DatabaseCheckTest {

    @Test
    void anOldPostgresIsRefusedWithWhatIsNeeded() {
        assertThatThrownBy(() -> DatabaseCheck.checkVersion(14, "14.12 (Debian 14.12-1)"))
                .isInstanceOf(StartupFailure.class)
                .hasMessage("PostgreSQL 14.12 (Debian 14.12-1) is too old: 15 or later is needed");
    }

    @Test
    void theOldestSupportedPostgresIsTaken() {
        assertThatCode(() -> DatabaseCheck.checkVersion(15, "15.0")).doesNotThrowAnyException();
    }
}
