package org.gongzhi.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.UUID;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The operator finds a follower that stands still, lets it go on, and is told what backups need.
class OperationsJourneyTest extends Journey {

    @Autowired
    private JdbcClient client;

    @ParameterizedTest
    @CsvSource({"zh-CN,1440", "en-US,390"})
    void theOperatorMendsWhatStandsStill(String language, int width) {
        Words words = Words.of(language);
        String name = "follower-" + UUID.randomUUID();
        client.sql("insert into journal.cursor (follower, txid, failure) values (?, '9223372036854775807', 'broken')")
                .param(name)
                .update();
        try {
            Page page = signedIn(Role.SYSTEM_ADMINISTRATOR, width, language);
            page.navigate(url("/"));
            page.locator("header details.menu summary").click();
            Browser.picture(page, "operations-menu-" + width);
            page.locator("a[href='/operations']").click();
            assertThat(page.locator("h1")).hasText(words.t("operations.title"));
            var row = page.locator("tr", new Page.LocatorOptions().setHasText(name));
            assertThat(row).containsText(words.t("operations.follower.stopped"));
            fits(page);
            notCut(row.locator("button"), width);
            Browser.picture(page, "operations-" + width + "-" + language);
            row.locator("button").click();
            assertThat(page.locator("tr", new Page.LocatorOptions().setHasText(name)))
                    .containsText(words.t("operations.follower.follows"));
            assertThat(page.locator("main")).containsText(words.t("operations.backups.off"));
        } finally {
            client.sql("delete from journal.cursor where follower = ?")
                    .param(name)
                    .update();
        }
    }

    /// The column of states is seen whole.
    private static void notCut(Locator button, int width) {
        var box = button.boundingBox();
        org.assertj.core.api.Assertions.assertThat(box.x + box.width).isLessThanOrEqualTo(width);
    }
}
