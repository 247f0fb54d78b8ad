package org.gongzhi.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.Scale;
import org.gongzhi.kernel.Tables;
import org.junit.jupiter.api.Test;

/// Every page that opens without a number in its address, on a phone and widened to a desk: nothing sticks
/// out, it has one heading, and on the phone everybody can use it and it stays within its budget
/// (`data/budgets.csv`) on a first visit. Half of the pages in each language, the whole run all in both. How
/// long it takes on an old phone is measured by `./gongzhi bench pages`; a test asserts no time.
class CrawlJourneyTest extends Journey {

    private final Map<String, Double> budgets = budgets();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, String> heaviest = new LinkedHashMap<>();
    private final Map<String, Double> most = new LinkedHashMap<>();

    private static Map<String, Double> budgets() {
        var budgets = new LinkedHashMap<String, Double>();
        Tables.read("budgets.csv").forEach(row -> budgets.put(row.get("what"), Double.valueOf(row.get("most"))));
        return budgets;
    }

    @Test
    void everyPageFitsIsNamedReadableAndLight() throws Exception {
        var people = people();
        var open = opened(people);
        for (String language : List.of("zh-CN", "en-US")) {
            people.forEach((name, account) -> {
                Page page = name.isEmpty()
                        ? browser.person(Browser.PHONE, language)
                        : signedIn(account, Browser.PHONE, language);
                Browser.firstVisit(page);
                open.entrySet().stream()
                        .filter(each -> each.getValue().equals(name))
                        .filter(each -> Scale.whole() || chinese(each.getKey()) == language.equals("zh-CN"))
                        .forEach(each -> look(page, each.getKey()));
                page.context().close();
            });
        }
        assertThat(wrong).as("heaviest of %s", heaviest).isEmpty();
    }

    private static boolean chinese(String path) {
        return path.hashCode() % 2 == 0;
    }

    /// On the phone first; then the same page is drawn as wide as a desk.
    private void look(Page page, String path) {
        page.setViewportSize(Browser.PHONE, 844);
        page.navigate(url(path));
        weigh(path, Weight.of(page));
        fits(page);
        if (page.locator("h1").count() != 1 && !path.equals("/style")) { // which shows headings
            wrong.add(path + " has not exactly one heading");
        }
        page.setViewportSize(Browser.DESKTOP, 900);
        if (Scale.whole()) {
            fits(page);
        } else {
            nothingSticksOut(page);
        }
    }

    private void weigh(String path, Weight weight) {
        var spent = weight.spent();
        budgets.forEach((what, limit) -> {
            double value = spent.get(what);
            if (value > limit) {
                wrong.add(path + " " + what + " " + value + " > " + limit);
            }
            if (value >= most.getOrDefault(what, -1.0)) {
                most.put(what, value);
                heaviest.put(what, path + " " + value);
            }
        });
    }

    @Test
    void aHeavyPageIsSeen() {
        Page page = browser.person(Browser.PHONE, "zh-CN");
        Browser.firstVisit(page);
        page.navigate(url("/offline"));
        page.evaluate("() => { for (let i = 0; i < 3000; i++) document.body.append(document.createElement('b')); }");
        assertThat(Weight.of(page).nodes()).isGreaterThan(3000);
        assertThat(Weight.of(page).html()).isPositive();
        assertThat(Weight.of(page).wire()).isGreaterThan(10_000);
    }

    @Test
    void theCheckerSeesWhatIsWrong() {
        Page page = browser.person(Browser.DESKTOP, "en-US");
        page.navigate(url("/offline"));
        page.setContent(
                "<html><body><img src='x.png'><input><p style='color:#ccc;background:#fff'>pale</p></body></html>");
        browser.accessible(page);
        assertThat(String.join("\n", browser.leave())).contains("image-alt", "label", "html-has-lang");
    }
}
