package org.gongzhi.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.LoadState;
import java.util.List;
import java.util.Objects;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.OpenSession;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Dwellings;
import org.gongzhi.people.Role;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// One phone, several people: what waits on it goes out as its writer's and as nobody else's.
@EmbeddedOnly("about the browser; what arrives is asked over SQL by the tests of the modules")
@Journey.WithoutNetwork
class OutboxJourneyTest extends Journey {

    @Autowired
    private Accounts accounts;

    @Autowired
    private JdbcClient client;

    @Autowired
    private Places places;

    @Autowired
    private Dwellings dwellings;

    @Autowired
    private Ids ids;

    private static final Words WORDS = Words.CHINESE;

    /// The same phone in the hands of somebody else, whose session begins now; none for a visitor.
    private void hands(Page page, long account) {
        page.context().clearCookies();
        if (account != 0) {
            page.context()
                    .addCookies(List.of(
                            new Cookie("gongzhi", OpenSession.of(sessions, accounts, account)).setUrl(url("/"))));
        }
    }

    private List<Long> visitors() {
        return client.sql("select actor from journal.entry where kind like '%DwellingVisited' order by seq")
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /// A door where somebody lives and nobody was yet.
    private Place door() {
        Place in = town.stairwell;
        var door =
                new Place(in.community(), ids.next(), in.code() + "-0909", PlaceKind.DWELLING, in.id(), "0909", null);
        places.add(List.of(door));
        dwellings.use(door, Dwellings.Use.LIVED_IN);
        return door;
    }

    /// Takes the network away once the worker of the page would answer for it.
    private static void cutOff(Page page) {
        page.waitForFunction("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)");
        page.context().setOffline(true);
    }

    @Test
    void aVisitThatWaitsIsItsWritersAndNobodyElses() {
        long worker = town.seat.get(Role.GRID_WORKER).person();
        Place door = door();
        Page page = signedIn(worker, Browser.PHONE, "zh-CN");
        page.navigate(url("/visits"));
        var before = visitors();
        cutOff(page);
        page.locator("li.visit:has([value='" + door.code() + "']) button")
                .first()
                .click();
        assertThat(page.locator("#outbox")).isVisible();
        hands(page, town.seat.get(Role.COMMITTEE_DIRECTOR).person());
        page.context().setOffline(false);
        page.evaluate("dispatchEvent(new Event('online'))"); // the page is still the worker's, the session another's
        page.navigate(url("/visits"));
        assertThat(page.locator("#outbox-others")).containsText(WORDS.t("web.outbox.others"));
        assertThat(page.locator("#outbox")).isHidden();
        Browser.picture(page, "outbox-others");
        assertThat(visitors()).isEqualTo(before);
        hands(page, 0);
        page.navigate(url("/report"));
        assertThat(page.locator("#outbox-others")).isVisible();
        assertThat(visitors()).isEqualTo(before);
        hands(page, worker);
        page.navigate(url("/visits"));
        assertThat(page.locator("#outbox-sent")).containsText(WORDS.t("web.outbox.sent"));
        assertThat(page.locator("#outbox-others")).isHidden();
        assertThat(visitors()).hasSize(before.size() + 1).endsWith(worker);
    }

    private record Raised(Long account, String number) {}

    private List<Raised> raised(String text) {
        return client.sql("select id, account from matters.matter where text = ?")
                .param(text)
                .query((row, _) -> new Raised((Long) row.getObject("account"), Ids.number(row.getLong("id"))))
                .list();
    }

    private void reportWithoutNetwork(Page page, String text) {
        page.navigate(url("/report?place=" + town.stairwell.code()));
        cutOff(page);
        write(page, text);
        assertThat(page.locator("#outbox")).isVisible();
    }

    private static void write(Page page, String text) {
        page.locator("#common .tile").first().click();
        page.fill("textarea[name=text]", text);
        page.click(".send-bar button");
    }

    @Test
    void aResidentsReportDoesNotGoOutAsNobodys() {
        Page page = signedIn(town.resident, Browser.PHONE, "zh-CN");
        String text = "会话过期前写的 " + System.nanoTime();
        reportWithoutNetwork(page, text);
        hands(page, 0);
        page.context().setOffline(false);
        page.navigate(url("/near"));
        assertThat(page.locator("#outbox-others")).isVisible();
        assertThat(raised(text)).isEmpty();
        hands(page, town.resident);
        page.navigate(url("/mine"));
        assertThat(page.locator("#outbox-sent a")).hasCount(1);
        assertThat(raised(text)).extracting(Raised::account).containsExactly(town.resident);
        page.locator("#outbox-sent button").click();
        assertThat(page.locator("#outbox-sent")).isHidden();
    }

    @Test
    void aVisitorsReportShowsNumberAndCodeOnceItIsSent() {
        Page page = browser.person(Browser.PHONE, "zh-CN");
        String text = "没有登录时写的 " + System.nanoTime();
        reportWithoutNetwork(page, text);
        hands(page, town.otherResident);
        page.context().setOffline(false);
        page.navigate(url("/mine"));
        assertThat(page.locator("#outbox-others")).isVisible();
        assertThat(raised(text)).isEmpty();
        hands(page, 0);
        page.navigate(url("/near"));
        assertThat(page.locator("#outbox-sent b")).hasText(java.util.regex.Pattern.compile("\\w{5} \\w+"));
        var sent = raised(text);
        assertThat(sent).extracting(Raised::account).containsExactly((Long) null);
        assertThat(page.locator("#outbox-sent a")).containsText(sent.getFirst().number());
        Browser.picture(page, "outbox-sent");
        page.locator("#outbox-sent a").click();
        assertThat(page.locator("main")).containsText(text);
    }

    /// What one typed and did not send is not shown to the next.
    @Test
    void aDraftIsRestoredToItsWriterOnly() {
        Page page = signedIn(town.resident, Browser.PHONE, "zh-CN");
        String path = url("/report?place=" + town.stairwell.code());
        page.navigate(path);
        page.fill("textarea[name=text]", "只写了一半");
        hands(page, town.otherResident);
        page.navigate(path);
        assertThat(page.locator("textarea[name=text]")).hasValue("");
        hands(page, town.resident);
        page.navigate(path);
        assertThat(page.locator("textarea[name=text]")).hasValue("只写了一半");
    }

    /// With a network, but the session ended while it was written: it waits for its writer as well.
    @Test
    void whatIsSentAfterTheSessionEndedIsKept() {
        Page page = signedIn(town.resident, Browser.PHONE, "zh-CN");
        String text = "会话结束后发的 " + System.nanoTime();
        page.navigate(url("/report?place=" + town.stairwell.code()));
        hands(page, 0);
        write(page, text);
        page.waitForURL("**/sign-in**");
        assertThat(raised(text)).isEmpty();
        hands(page, town.resident);
        page.navigate(url("/mine"));
        assertThat(page.locator("#outbox-sent a")).hasCount(1);
        assertThat(raised(text)).extracting(Raised::account).containsExactly(town.resident);
    }

    /// The program fails at one of two letters: the other arrives, and the one is shown to whoever wrote it.
    @Test
    void aLetterThatFailsHoldsNoOtherUp() {
        Page page = signedIn(town.resident, Browser.PHONE, "zh-CN");
        long run = System.nanoTime();
        reportWithoutNetwork(page, "失败的 " + run);
        write(page, "顺利的 " + run);
        page.context().route(url("/report"), route -> {
            if (Objects.requireNonNullElse(route.request().postData(), "").contains("失败的")) {
                route.fulfill(new Route.FulfillOptions().setStatus(500));
            } else {
                route.resume();
            }
        });
        page.context().setOffline(false);
        page.navigate(url("/mine"));
        assertThat(page.locator("#outbox-sent a")).hasCount(1);
        assertThat(raised("顺利的 " + run)).hasSize(1);
        for (int i = 0; i < 6 && page.locator(".conflict").count() == 0; i++) {
            page.navigate(url("/mine"));
            page.waitForLoadState(LoadState.NETWORKIDLE);
        }
        assertThat(page.locator(".conflict")).containsText("失败的");
        assertThat(raised("失败的 " + run)).isEmpty();
        assertThat(browser.leave()).allMatch(said -> said.contains("status of 500"));
    }
}
