package org.gongzhi.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Test;

/// A committee worker's day with the register, a grid worker's round without network, a resident's own data:
/// in a real browser, on phone and desktop, in both languages.
@Journey.WithoutNetwork
class RegisterJourneyTest extends Journey {

    private static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    @EachLanguage
    void somebodyIsEnteredFoundRevealedAndCorrectedWithTheKeyboard(String language) {
        Words words = Words.of(language);
        String name = language.equals("en") ? "公孙旅英" : "公孙旅中";
        Page page = signedIn(Role.COMMITTEE_STAFF, Browser.DESKTOP, language);
        page.navigate(url("/people"));
        page.locator("h1").click();
        page.keyboard().press("n");
        page.waitForURL(url("/people/new") + "**");
        page.selectOption("[data-level='0']", town.estate.code());
        assertThat(page.locator("[data-level='1'] option")).not().hasCount(1);
        page.selectOption("[data-level='1']", town.building.code());
        assertThat(page.locator("[data-level='2'] option")).not().hasCount(1);
        page.selectOption("[data-level='2']", town.stairwell.code());
        assertThat(page.locator("[data-level='3'] option")).not().hasCount(1);
        page.selectOption("[data-level='3']", town.dwelling.code());
        page.evaluate("""
                row => {
                  const data = new DataTransfer();
                  data.setData("text", row);
                  document.querySelector("[name=name]").dispatchEvent(
                    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
                }""", name + "\t10098980001\t女\t1988-03-04");
        assertThat(page.locator("[name=phone]")).hasValue("10098980001");
        page.selectOption("[name=relation]", "TENANT");
        page.click("main form button.big");
        assertThat(page.locator("h1")).hasText(name);
        assertThat(page.locator("main")).containsText("100****0001");
        Browser.picture(page, "person-" + language);

        page.navigate(url("/people"));
        assertThat(page.locator("[type=search]")).isFocused();
        page.keyboard().type(name.substring(1));
        page.locator("#found a.line", new Page.LocatorOptions().setHasText(name))
                .first()
                .waitFor();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText(name);
        page.selectOption("[name=purpose]", "CARE_VISIT");
        page.click("text=" + words.t("register.reveal.act"));
        assertThat(page.locator("#revealed")).containsText("10098980001");
        assertThat(page.locator("[data-countdown]")).isVisible();

        page.click("summary[data-hotkey=e]");
        page.fill("[data-paste] [name=phone]", "12");
        page.click("details[open] button:has-text('" + words.t("register.save") + "')");
        assertThat(page.locator("main")).containsText(words.t("refusal.person-phone"));
        page.goBack();
        page.locator("details.more:has(summary[data-hotkey=e])").evaluate("details => { details.open = true; }");
        page.fill("[data-paste] [name=phone]", "10098980002");
        page.click("details[open] button:has-text('" + words.t("register.save") + "')");
        assertThat(page.locator("p.done")).hasText(words.t("register.done.changed"));
        assertThat(page.locator("main")).containsText("10098980001 → 10098980002");
    }

    @Test
    void aWorkbookIsCheckedMendedWrittenAndUndone() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var book = new Workbook(out, "test", "1.0")) {
            var sheet = book.newWorksheet("居民");
            String[][] rows = {
                {"姓名", "身份证号", "电话", "小区", "楼栋", "单元", "室号"},
                {"旅程甲", "", "10097970001", "恒泉花园", "1栋", "1单元", "0101"},
                {"旅程乙", "110101190001010015", "10097970002", "恒泉花园", "1栋", "1单元", "0101"}
            };
            for (int row = 0; row < rows.length; row++) {
                for (int column = 0; column < rows[row].length; column++) {
                    sheet.value(row, column, rows[row][column]);
                }
            }
        }
        Page page = signedIn(Role.COMMITTEE_DIRECTOR, Browser.DESKTOP, "zh-CN");
        page.navigate(url("/imports"));
        page.selectOption("[name=place]", town.community.code());
        page.setInputFiles("[name=file]", new FilePayload("居民.xlsx", WORKBOOK, out.toByteArray()));
        page.click("main form button.big");
        assertThat(page.locator("#job")).containsText(Words.CHINESE.t("register.imports.state.CHECKED"));
        Browser.picture(page, "import");
        Download errors = page.waitForDownload(() -> page.click("text=" + Words.CHINESE.t("register.imports.errors")));
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(Files.readAllBytes(errors.path())));
                var lines = book.getFirstSheet().openStream()) {
            var line = lines.skip(1).findFirst().orElseThrow();
            assertThat(line.getCellText(0)).isEqualTo("旅程乙");
            assertThat(line.getCellText(13)).contains(Words.CHINESE.t("refusal.person-id-number"));
        }
        page.click("#job button.big");
        assertThat(page.locator("#job")).containsText(Words.CHINESE.t("register.imports.state.DONE"));
        page.navigate(url("/people?words=旅程甲"));
        assertThat(page.locator("#found a.line")).hasCount(1);
        page.navigate(url("/imports"));
        page.locator("a.line").first().click();
        page.click("text=" + Words.CHINESE.t("register.imports.undo"));
        assertThat(page.locator("#job")).containsText(Words.CHINESE.t("register.imports.state.UNDONE"));
        page.navigate(url("/people?words=旅程甲"));
        assertThat(page.locator("#found a.line")).hasCount(0);
    }

    @Test
    void aRoundGoesOnWithoutNetworkAndIsSentLater() {
        Page page = signedIn(Role.GRID_WORKER, Browser.PHONE, "zh-CN");
        page.navigate(url("/visits"));
        int before = page.locator("li.visit").count();
        assertThat(before).isPositive();
        Browser.picture(page, "visits");
        page.context().setOffline(true);
        page.locator("li.visit").first().locator("button").first().click();
        assertThat(page.locator(".toasts")).containsText(Words.CHINESE.t("web.outbox.queued"));
        assertThat(page.locator("#outbox")).isVisible();
        page.context().setOffline(false);
        page.evaluate("dispatchEvent(new Event('online'))");
        assertThat(page.locator("#outbox")).isHidden();
        page.navigate(url("/visits"));
        assertThat(page.locator("li.visit")).hasCount(before - 1);
    }

    @EachLanguage
    void aResidentSeesWhatIsStoredAndAsksForACorrection(String language) {
        Words words = Words.of(language);
        Page page = signedIn(language.equals("en") ? town.otherResident : town.resident, Browser.PHONE, language);
        page.navigate(url("/my-data"));
        assertThat(page.locator("main")).containsText("10012345678");
        page.selectOption("[name=kind]", "CORRECT");
        page.fill("textarea[name=words]", "电话换了");
        page.click("text=" + words.t("register.mine.send"));
        assertThat(page.locator("p.done")).hasText(words.t("register.mine.done.asked"));
        Browser.picture(page, "my-data-" + language);
        Page staff = signedIn(Role.COMMITTEE_STAFF, Browser.DESKTOP, language);
        staff.navigate(url("/requests"));
        var card = staff.locator("li.card", new Page.LocatorOptions().setHasText("电话换了"))
                .first();
        card.locator("[name=words]").fill("已改好");
        card.locator("button.button").first().click();
        assertThat(staff.locator("p.done")).hasText(words.t("register.requests.done.GRANTED"));
        page.navigate(url("/my-data"));
        assertThat(page.locator("main")).containsText("已改好");
    }

    @Test
    void anOutlineIsDrawnByClickingAndTheCoverageAndThePlanShowTheEstates() {
        Page page = signedIn(Role.COMMITTEE_DIRECTOR, Browser.DESKTOP, "zh-CN");
        page.navigate(url("/places/" + town.estate.code() + "/outlines"));
        page.selectOption("#outline-place", town.grid.code());
        var map = page.locator("#outline-map");
        for (int[] at :
                List.of(new int[] {200, 150}, new int[] {500, 150}, new int[] {500, 300}, new int[] {200, 300})) {
            map.click(new com.microsoft.playwright.Locator.ClickOptions().setPosition(at[0], at[1]));
        }
        assertThat(page.locator("#outline-map g circle")).hasCount(4);
        page.waitForResponse("**/outline", () -> page.click("#outline-save"));
        assertThat(page.locator("#outline-map polygon[data-version='1']")).hasCount(1);
        page.navigate(url("/plan/" + town.estate.code() + "?measure=PEOPLE"));
        assertThat(page.locator(".plan .cell").first()).isVisible();
        Page officer = signedIn(Role.STREET_OFFICER, Browser.PHONE, "en");
        officer.navigate(url("/coverage"));
        assertThat(officer.locator(".figures")).containsText("Under nobody");
    }
}
