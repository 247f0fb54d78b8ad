package org.gongzhi.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.gongzhi.TestClock;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.MatterBoard;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seats;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// The one window, disputes, patrols and cases in a real browser, on a phone and at a desk.
@Journey.WithoutNetwork
class OneWindowJourneyTest extends Journey {

    @Autowired
    private Matters matters;

    @Autowired
    private MatterBoard board;

    @Autowired
    private Seats seats;

    private Matter raised(String kind, String text) {
        return matters.report(new NewMatter(
                kind, town.stairwell.id(), null, text, List.of(), new Matter.Reporter(null, null, "API"), null));
    }

    @EachLanguage
    void staffTakeAReportAndPrintTheSlip(String language) {
        Words words = Words.of(language);
        for (int width : new int[] {Browser.PHONE, Browser.DESKTOP}) {
            Page page = signedIn(town.seat.get(Role.COMMITTEE_STAFF).person(), width, language);
            page.navigate(url("/counter"));
            fits(page);
            page.locator("input[name=channel][value=TELEPHONE]").check();
            page.fill("[name=text]", "垃圾桶满了没人收");
            choose(page, "E0102");
            page.locator("#places .chip").first().click();
            assertThat(page.locator("#place")).not().hasValue("");
            page.fill("[name=name]", "陈阿姨");
            page.fill("[name=phone]", "13800138000");
            Browser.picture(page, "counter-" + width + "-" + language);
            page.click(".send-bar button");
            page.waitForURL("**/slip");
            assertThat(page.locator(".slip h1")).hasText(words.t("matters.slip.title"));
            fits(page);
            Browser.picture(page, "slip-" + width + "-" + language);
            page.context().close();
        }
    }

    @EachLanguage
    void everybodySeesWhatHappensAroundThem(String language) {
        Matter matter = raised("E0102", "垃圾 SECRET");
        Page page = browser.person(Browser.PHONE, language);
        page.navigate(url("/near?place=" + town.estate.code()));
        fits(page);
        assertThat(page.locator("main")).not().containsText("SECRET");
        page.locator("a[href='/near/" + Ids.number(matter.id()) + "']").click();
        assertThat(page.locator(".number")).hasText(Ids.number(matter.id()));
        fits(page);
        Browser.picture(page, "near-" + language);
        page.context().close();
    }

    @Test
    void aKindIsChangedWithAPreview() {
        Page page = signedIn(town.seat.get(Role.STREET_OFFICER).person(), Browser.DESKTOP, "zh-CN");
        page.navigate(url("/kinds"));
        page.locator("a[href^='/kinds/E0118']").click();
        page.click("details.card > summary");
        page.fill("[name=amount]", "7");
        page.click("form[action='/kinds'] button:not([name])");
        assertThat(page.locator("#preview")).containsText("7 WORKING_DAY");
        Browser.picture(page, "kind");
        page.fill("[name=words]", "试行");
        page.click("button[name=sure]");
        assertThat(page.locator("p.done")).isVisible();
    }

    /// Done on the phone without network, decided otherwise meanwhile: shown, not written over.
    @Test
    void aConflictIsShownAndNotWrittenOver() {
        Matter matter = raised("E0102", "满了");
        String path = url("/matters/" + Ids.number(matter.id()));
        Page phone = signedIn(town.seat.get(Role.PROPERTY_MANAGER).person(), Browser.PHONE, "zh-CN");
        phone.navigate(path);
        phone.evaluate("() => navigator.serviceWorker.ready.then(() => true)");
        phone.context().setOffline(true);
        phone.locator("summary", new Page.LocatorOptions().setHasText(Words.CHINESE.t("matters.act.RECTIFY")))
                .first()
                .click();
        phone.fill("form[action$='/rectify'] [name=words]", "我清完了");
        phone.click("form[action$='/rectify'] button.button:not([type=button])");
        assertThat(phone.locator(".toasts")).containsText(Words.CHINESE.t("web.outbox.queued"));
        matters.close(
                new Matters.Order(matter.id(), null, town.actor(Role.COMMITTEE_DIRECTOR), null),
                org.gongzhi.matters.Outcome.NOT_ACCEPTED,
                "已有人清理");
        phone.context().setOffline(false);
        phone.navigate(url("/work"));
        assertThat(phone.locator(".conflict")).containsText("我清完了");
        Browser.picture(phone, "conflict");
        phone.locator(".conflict button.danger").click();
        assertThat(phone.locator(".conflict")).hasCount(0);
        phone.context().close();
    }

    @EachLanguage
    void neighboursAskForMediation(String language) {
        Page phone = signedIn(town.resident, Browser.PHONE, language);
        phone.navigate(url("/disputes/new"));
        fits(phone);
        phone.fill("[name=subject]", "楼上漏水谈不拢");
        phone.fill("[name=applicant]", "李明");
        phone.locator("[name=respondent]").first().fill("王大山");
        phone.click("main form button.big");
        assertThat(phone.locator("p.done")).isVisible();
        fits(phone);
        Browser.picture(phone, "dispute-" + language);
        phone.context().close();
    }

    @EachLanguage
    void aTeamIsFoundedPlannedAndSomebodySignsUp(String language) {
        Page desk = signedIn(town.seat.get(Role.ESTATE_LIAISON).person(), Browser.DESKTOP, language);
        desk.navigate(url("/patrols?place=" + town.community.code()));
        desk.selectOption("[name=place]", town.estate.code());
        desk.fill("[name=name]", "清晨啄木鸟");
        desk.click("form[action='/patrols/teams'] button");
        desk.locator("summary").nth(1).click();
        desk.locator("[data-route] svg").click(new com.microsoft.playwright.Locator.ClickOptions().setPosition(60, 60));
        desk.locator("[data-route] svg")
                .click(new com.microsoft.playwright.Locator.ClickOptions().setPosition(200, 120));
        desk.fill("form[action$='/routes'] [name=name]", "一圈");
        desk.click("form[action$='/routes'] button:not([type=button])");
        assertThat(desk.locator("figcaption")).containsText("一圈");
        desk.locator("summary").nth(2).click();
        for (int day = 0; day < 7; day++) {
            desk.locator("[name=weekday]").nth(day).check();
        }
        desk.fill("[name=from]", TestClock.DAY.toString());
        desk.fill("[name=until]", TestClock.DAY.plusDays(40).toString());
        desk.click("form[action$='/plans'] button");
        Browser.picture(desk, "team-" + language);
        Page phone = signedIn(town.resident, Browser.PHONE, language);
        phone.navigate(url("/patrols?place=" + town.community.code()));
        fits(phone);
        phone.locator("a.line").last().click();
        phone.click("form[action$='/sign-up'] button");
        assertThat(phone.locator("p.done").first()).isVisible();
        fits(phone);
        Browser.picture(phone, "outing-" + language);
        phone.context().close();
        desk.context().close();
    }

    @EachLanguage
    void figuresShowTheirFormulasAndOpen(String language) {
        raised("E0102", "");
        for (int width : new int[] {Browser.PHONE, Browser.DESKTOP}) {
            Page page = signedIn(town.seat.get(Role.COMMITTEE_DIRECTOR).person(), width, language);
            page.navigate(url("/figures"));
            fits(page);
            assertThat(page.locator(".formula").first()).isVisible();
            Browser.picture(page, "figures-" + width + "-" + language);
            page.locator(".rate a.quiet").first().click();
            assertThat(page.locator("h1")).isVisible();
            fits(page);
            page.navigate(url("/cases"));
            fits(page);
            page.context().close();
        }
    }

    private static void choose(Page page, String kind) {
        var tile = page.locator("#suggested input[value=" + kind + "]");
        assertThat(tile).hasCount(1);
        page.waitForFunction("!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')");
        tile.dispatchEvent("click");
        assertThat(tile).isChecked();
    }

    private static String local(LocalDateTime at) {
        return at.truncatedTo(ChronoUnit.MINUTES).toString();
    }

    @Test
    void ordersFromAboveComeWithTheirNumberAndTerm() {
        Page page = signedIn(town.seat.get(Role.COMMITTEE_STAFF).person(), Browser.DESKTOP, "zh-CN");
        page.navigate(url("/counter?channel=HOTLINE"));
        page.fill("[name=outsideNumber]", "粤热线-2026-1");
        page.fill(
                "[name=deadline]",
                local(LocalDateTime.ofInstant(clock.instant(), Clocks.ZONE).plusDays(3)));
        page.fill("[name=text]", "下水道堵了");
        choose(page, "E0404");
        page.locator("#places .chip").first().click();
        assertThat(page.locator("#place")).not().hasValue("");
        page.click(".send-bar button");
        page.waitForURL("**/slip");
        assertThat(page.locator(".slip")).containsText("粤热线-2026-1");
        page.context().close();
    }

    /// Somebody hands a saved e-mail in, the lead sorts it, the new lead takes it up with one act on many.
    @EachLanguage
    void aSavedMessageIsSortedAndTakenUpWithOthers(String language) {
        Words words = Words.of(language);
        String id = java.util.UUID.randomUUID().toString();
        Page office = signedIn(town.seat.get(Role.STREET_OFFICER).person(), Browser.PHONE, language);
        office.navigate(url("/exchange/mail"));
        fits(office);
        office.click("main details > summary");
        office.selectOption("form[action='/exchange/mail'] [name=place]", town.community.code());
        office.setInputFiles(
                "form[action='/exchange/mail'] [name=message]",
                new com.microsoft.playwright.options.FilePayload(
                        "letter.eml",
                        "message/rfc822",
                        ("From: someone@people.example\r\nMessage-ID: <" + id + "@people.example>\r\n"
                                        + "Content-Type: text/plain; charset=utf-8\r\n\r\n恒泉花园楼上私搭乱建，天天敲打。")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        office.click("form[action='/exchange/mail'] button");
        office.waitForURL("**/matters/**");
        assertThat(office.locator("main")).containsText("私搭乱建");
        long matter = Ids.fromNumber(office.url().replaceAll(".*/matters/", ""));
        office.context().close();
        Page lead = signedIn(seats.get(board.line(matter).matter().lead()).person(), Browser.PHONE, language);
        lead.navigate(url("/matters/" + Ids.number(matter)));
        lead.click("details.more-acts > summary");
        lead.locator("details.act > summary", new Page.LocatorOptions().setHasText(words.t("matters.act.CORRECT")))
                .click();
        Browser.picture(lead, "sort-" + language);
        lead.selectOption("form[action$='/correct'] [name=kind]", "E0102");
        lead.fill("form[action$='/correct'] [name=words]", "信里说的其实是垃圾");
        lead.click("form[action$='/correct'] button.button:not([type=button])");
        assertThat(lead.locator("p.done").first()).isVisible();
        lead.context().close();
        assertThat(board.line(matter).matter().kind()).isEqualTo("E0102");
        Page next = signedIn(seats.get(board.line(matter).matter().lead()).person(), Browser.PHONE, language);
        next.navigate(url("/work"));
        fits(next);
        listed(next, "form.bulk input[value='" + Ids.number(matter) + "']").check();
        next.click("details.bulk-bar > summary");
        next.selectOption("form.bulk [name=act]", "ACCEPT");
        next.click("form.bulk .stack button");
        assertThat(next.locator("main")).containsText(words.t("matters.bulk.ok"));
        fits(next);
        Browser.picture(next, "bulk-" + language);
        next.context().close();
    }

    /// What was solved becomes a case: distilled by one, published by another, found by a resident.
    @EachLanguage
    void aClosedMatterBecomesACaseThatResidentsFind(String language) {
        Words words = Words.of(language);
        Matter matter = raised("E0102", "垃圾投放口太高，老人够不着");
        var lead = town.actor(seats.get(matter.lead()));
        var order = new Matters.Order(matter.id(), null, lead, null);
        matters.accept(order);
        matters.rectify(order, "加了踏板", List.of(), List.of());
        matters.fillDossier(order, "投放口离地一米五", "垃圾堆在地上", "加装踏板和低位投放口");
        var checker = new Matters.Order(matter.id(), null, town.actor(Role.COMMITTEE_DIRECTOR), null);
        matters.check(checker, true, "看过了", List.of());
        matters.close(checker, org.gongzhi.matters.Outcome.SOLVED, "已解决");
        Page writer = signedIn(town.seat.get(Role.COMMITTEE_DIRECTOR).person(), Browser.PHONE, language);
        writer.navigate(url("/matters/" + Ids.number(matter.id())));
        writer.click("form[action='/cases'] button");
        writer.waitForURL("**/cases/*");
        fits(writer);
        String title = "低位投放口 " + matter.id() % 100_000; // a long number would be taken for somebody's
        writer.fill("[name=title]", title);
        writer.selectOption("[name=audience]", "STREET");
        Browser.picture(writer, "distil-" + language);
        writer.click("button[name=submit]");
        assertThat(writer.locator("p.done")).isVisible();
        String path = writer.url().replaceAll("\\?.*", "");
        writer.context().close();
        Page reviewer = signedIn(town.seat.get(Role.STREET_OFFICER).person(), Browser.PHONE, language);
        reviewer.navigate(path);
        fits(reviewer);
        reviewer.click("button[name=publish][value=true]");
        assertThat(reviewer.locator("h1 .stage")).hasText(words.t("library.state.PUBLISHED"));
        reviewer.context().close();
        Page resident = signedIn(town.resident, Browser.PHONE, language);
        resident.navigate(path);
        assertThat(resident.locator("h1")).containsText(title);
        fits(resident);
        Browser.picture(resident, "case-" + language);
        resident.context().close();
    }
}
