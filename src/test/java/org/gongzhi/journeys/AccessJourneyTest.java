package org.gongzhi.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.ArrayList;
import java.util.List;
import org.gongzhi.kernel.Words;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Everybody can use it: without a mouse, with old eyes, with a reader of screens, on a narrow window.
class AccessJourneyTest extends Journey {

    @Autowired
    private JdbcClient client;

    @Test
    void aProblemIsReportedWithKeysAlone() {
        Page page = browser.person(Browser.DESKTOP, "zh-CN");
        page.navigate(url("/report?place=" + town.stairwell.code()));
        page.keyboard().press("Tab");
        assertThat(page.locator("a.skip")).isFocused();
        assertThat(page.locator("a.skip")).isInViewport();
        page.keyboard().press("Enter");
        tab(page, "input[type=search]#words");
        tab(page, "#common input[type=radio]");
        page.keyboard().press("Space");
        assertThat(page.locator("#common input[type=radio]:checked")).hasCount(1);
        tab(page, "textarea[name=text]");
        String text = "只用键盘 " + System.nanoTime();
        page.keyboard().type(text);
        tab(page, ".send-bar button");
        page.keyboard().press("Enter");
        assertThat(page.locator(".lead-card")).isVisible();
        assertThat(client.sql("select count(*) from matters.matter where text = ?")
                        .param(text)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    /// Goes on from field to field until one of these is reached; each one on the way shows where it is.
    private static void tab(Page page, String selector) {
        for (int i = 0; i < 80; i++) {
            page.keyboard().press("Tab");
            if ((Boolean) page.evaluate("selector => document.activeElement.matches(selector)", selector)) {
                assertThat((Boolean) page.evaluate("""
                                () => { const e = document.activeElement, s = getComputedStyle(e), l = e.closest('label');
                                  const seen = x => x && (x.outlineStyle !== 'none' && parseFloat(x.outlineWidth) > 0 || x.boxShadow !== 'none');
                                  return seen(s) || seen(l && getComputedStyle(l)); }"""))
                        .as("focus is seen on %s", selector)
                        .isTrue();
                return;
            }
        }
        throw new AssertionError("no key leads to " + selector);
    }

    @Test
    void nothingIsLostAtTwoAndFourTimesTheSizeAndInLargeType() {
        var addresses = List.of("/", "/report", "/near", "/ledger", "/sign-in", "/kinds");
        for (int width : new int[] {720, 320}) { // a window of 1,440 and of 1,280 pixels at 200 % and 400 %
            Page page = browser.person(width, "zh-CN");
            for (String address : addresses) {
                page.navigate(url(address));
                nothingSticksOut(page);
            }
        }
        Page page = browser.person(Browser.PHONE, "zh-CN");
        page.navigate(url("/report"));
        double normal = size(page);
        page.context().addCookies(List.of(new Cookie("type", "large").setUrl(url("/"))));
        var seen = new ArrayList<String>();
        for (String address : addresses) {
            page.navigate(url(address));
            fits(page);
            seen.add(address);
        }
        page.navigate(url("/report"));
        assertThat(size(page)).isGreaterThan(normal * 1.15);
        assertThat(page.locator("h1")).hasText(Words.CHINESE.t("matters.report.title"));
        Browser.picture(page, "large-type");
        assertThat(seen).hasSameSizeAs(addresses);
    }

    @Test
    void aPasswordSaysHowHardItIsToGuessAndCanBeLookedAt() {
        Page page = browser.person(Browser.PHONE, "zh-CN");
        page.navigate(url("/sign-up"));
        page.fill("[name=name]", "林小雨");
        page.fill("[name=username]", "lin.xiaoyu");
        var said = page.locator("#strength");
        page.fill("[name=password]", "abc");
        assertThat(said).hasText(Words.CHINESE.t("access.strength.short").replace("#", "9"));
        for (String guessed : List.of("password1234", "lin.xiaoyu1988", "abababababababab")) {
            page.fill("[name=password]", guessed);
            assertThat(said).hasText(Words.CHINESE.t("access.strength.common"));
        }
        page.fill("[name=password]", "门前那棵玉兰树比我年纪还大呢");
        assertThat(said).hasText(Words.CHINESE.t("access.strength.strong"));
        assertThat(page.locator("meter")).isVisible();
        page.locator("[data-show-password]").click();
        assertThat(page.locator("[name=password]")).hasAttribute("type", "text");
        fits(page);
        Browser.picture(page, "password");
        page.click("main form .button.big");
        page.waitForURL(url("/my-data"));
        page.navigate(url("/account"));
        assertThat(page.locator("main")).containsText(Words.CHINESE.t("access.sessions.mine"));
        fits(page);
        Browser.picture(page, "account-sessions");
    }

    private static double size(Page page) {
        return ((Number) page.evaluate(
                        "parseFloat(getComputedStyle(document.querySelector('main p, main label')).fontSize)"))
                .doubleValue();
    }
}
