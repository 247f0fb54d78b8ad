package org.gongzhi.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gongzhi.Town;
import org.gongzhi.files.PhotosTest;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The whole story in a real browser: a visitor reports with a phone, somebody is responsible at once, fixes it with
/// photos, somebody else checks and closes, the visitor sees each step without reloading and rates it.
@Journey.WithoutNetwork
class MainStreetJourneyTest extends Journey {

    private static Path photo;

    @Autowired
    private JdbcClient client;

    @BeforeAll
    static void takePhoto() throws Exception {
        photo = Files.write(Files.createTempFile("photo", ".jpg"), PhotosTest.jpeg(900, 600));
    }

    private static void act(Page page, Words words, String act) {
        page.locator("details.act > summary", new Page.LocatorOptions().setHasText(words.t("matters.act." + act)))
                .first()
                .click();
    }

    private static Locator open(Page page) {
        return page.locator("details.act[open]");
    }

    @EachLanguage
    void aProblemIsReportedOwnedFixedCheckedAndRated(String language) {
        Words words = Words.of(language);
        Page visitor = browser.person(Browser.PHONE, language);
        visitor.navigate(url("/q/" + town.stairwell.code()));
        assertThat(visitor.locator("#chosen")).containsText("恒泉花园");
        Browser.picture(visitor, "report-" + language);
        visitor.fill("#words", language.equals("en") ? "clutter" : "楼道堆物");
        visitor.locator("#suggested .tile").first().click();
        visitor.setInputFiles("[data-photos] input", photo);
        assertThat(visitor.locator(".photo-row figure")).hasCount(1);
        visitor.fill("textarea[name=text]", "三楼堆满纸箱 😀𠮷");
        visitor.click(".send-bar button");
        assertThat(visitor.locator(".sent h1")).hasText(words.t("matters.sent.title"));
        assertThat(visitor.locator(".lead-card")).containsText("PROPERTY_MANAGER");
        String number = visitor.locator(".matter .number").textContent();
        Browser.picture(visitor, "sent-" + language);

        Page lead = signedIn(Role.PROPERTY_MANAGER, Browser.PHONE, language);
        lead.navigate(url("/work"));
        Browser.picture(lead, "work-" + language);
        lead.navigate(url("/matters/" + number)); // the list may be long after other tests
        lead.locator(".act-plain button.big").click();
        assertThat(lead.locator("p.done")).hasText(words.t("matters.done.accept"));
        assertThat(visitor.locator(".timeline")).containsText(words.t("matters.event.Accepted"));
        act(lead, words, "RECTIFY");
        open(lead).locator("textarea").fill("已经清理干净");
        open(lead).locator("[data-photos=after] input").setInputFiles(photo);
        assertThat(open(lead).locator(".photo-row figure")).hasCount(1);
        Browser.picture(lead, "rectify-" + language);
        open(lead).locator("form > button").click();
        assertThat(lead.locator("p.done")).hasText(words.t("matters.done.rectify"));
        assertThat(visitor.locator(".timeline")).containsText("已经清理干净");

        Page checker = signedIn(Role.GRID_WORKER, Browser.DESKTOP, language);
        checker.navigate(url("/work"));
        checker.navigate(url("/matters/" + number));
        act(checker, words, "PASS_CHECK");
        open(checker).locator("form > button").click();
        assertThat(checker.locator("p.done")).hasText(words.t("matters.done.pass-check"));
        act(checker, words, "CLOSE");
        open(checker).locator("form > button").click();
        assertThat(checker.locator("p.done")).hasText(words.t("matters.done.close"));
        Browser.picture(checker, "closed-" + language);

        assertThat(visitor.locator(".timeline")).containsText(words.t("matters.event.Closed"));
        act(visitor, words, "RATE");
        open(visitor).locator(".rating label").nth(4).click();
        Browser.picture(visitor, "rate-" + language);
        open(visitor).locator("form > button").click();
        assertThat(visitor.locator("p.done")).hasText(words.t("matters.done.rate"));
        Browser.picture(visitor, "rated-" + language);

        Page officer = signedIn(Role.STREET_OFFICER, Browser.DESKTOP, language);
        officer.navigate(url("/board?stage=SETTLED"));
        assertThat(officer.locator("#board-rows")).containsText(number);
        Browser.picture(officer, "board-" + language);
    }

    @Test
    void withoutNetworkTheReportWaitsAndIsSentOnceLater() {
        Page page = browser.person(Browser.PHONE, "zh-CN");
        page.navigate(url("/report?place=" + town.stairwell.code()));
        page.waitForFunction("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)");
        page.reload();
        page.context().setOffline(true);
        page.reload(); // the form opens without network
        page.locator("#common .tile").first().click();
        page.evaluate("document.getElementById('place').value = '" + town.stairwell.code() + "'");
        String text = "没有网络时写的 " + System.nanoTime();
        page.fill("textarea[name=text]", text);
        page.setInputFiles("[data-photos] input", photo);
        assertThat(page.locator(".photo-row figure")).hasCount(1);
        page.click(".send-bar button");
        assertThat(page.locator(".toast")).containsText(Words.CHINESE.t("web.outbox.queued"));
        Browser.picture(page, "offline");
        page.context().setOffline(false);
        assertThat(page.locator(".toast").last()).containsText(Words.CHINESE.t("web.outbox.sent"));
        assertThat(client.sql("select count(*) from matters.matter where text = ?")
                        .param(text)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    /// A matter that the grid worker of the stairwell leads.
    private org.gongzhi.matters.Matter raised(String kind) {
        return matters.report(new org.gongzhi.matters.NewMatter(
                kind,
                town.stairwell.id(),
                null,
                "",
                java.util.List.of(),
                new org.gongzhi.matters.Matter.Reporter(null, null, "API"),
                null));
    }

    @Test
    void theWorkListOpensWithoutNetworkAndAnActIsSentLater() {
        Page lead = signedIn(Role.GRID_WORKER, Browser.PHONE, "zh-CN");
        var matter = raised("E0504");
        String page = "/matters/" + org.gongzhi.kernel.Ids.number(matter.id());
        lead.navigate(url("/work"));
        lead.waitForFunction("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)");
        lead.reload();
        lead.navigate(url(page));
        lead.context().setOffline(true);
        lead.navigate(url("/work"));
        assertThat(lead.locator("a.line").first()).isVisible();
        lead.navigate(url(page));
        lead.locator(".act-plain button.big").click();
        assertThat(lead.locator(".toast")).containsText(Words.CHINESE.t("web.outbox.queued"));
        lead.context().setOffline(false);
        assertThat(lead.locator(".toast").last()).containsText(Words.CHINESE.t("web.outbox.sent"));
        lead.navigate(url(page));
        assertThat(lead.locator(".timeline")).containsText(Words.CHINESE.t("matters.event.Accepted"));
    }

    @Test
    void whatWasSentSurvivesASessionThatEndsInBetween() {
        town.allowPassword(town.seat.get(Role.GRID_WORKER).person());
        Page lead = signedIn(Role.GRID_WORKER, Browser.PHONE, "zh-CN");
        var matter = raised("E0501");
        lead.navigate(url("/matters/" + org.gongzhi.kernel.Ids.number(matter.id())));
        act(lead, Words.CHINESE, "RECTIFY");
        open(lead).locator("textarea").fill("写到一半的处理情况");
        sessions.closeAll(town.seat.get(Role.GRID_WORKER).person());
        open(lead).locator("form > button").click();
        assertThat(lead.locator(".toast")).containsText(Words.CHINESE.t("refusal.sign-in"));
        lead.waitForURL(java.util.regex.Pattern.compile(".*/sign-in.*"));
        lead.fill(
                "[name=username]", town.username(town.seat.get(Role.GRID_WORKER).person()));
        lead.fill("[name=password]", Town.PASSWORD);
        lead.click("main form .big");
        lead.waitForURL(url("/matters/" + org.gongzhi.kernel.Ids.number(matter.id())));
        assertThat(lead.locator("#outbox-sent a")).hasCount(1);
        lead.reload();
        assertThat(lead.locator("main")).containsText("写到一半的处理情况");
    }

    @Autowired
    private org.gongzhi.matters.Matters matters;
}
