package org.gongzhi.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gongzhi.kernel.Tables;
import org.junit.jupiter.api.Test;

/// Every page stays within its budget (`data/budgets.csv`) on a first visit with a phone: light enough for a
/// bad network and an old processor. How long it takes there is measured by `./gongzhi bench pages`; a test
/// asserts no time.
class BudgetsJourneyTest extends Journey {

    private static Map<String, Double> budgets() {
        var budgets = new LinkedHashMap<String, Double>();
        Tables.read("budgets.csv").forEach(row -> budgets.put(row.get("what"), Double.valueOf(row.get("most"))));
        return budgets;
    }

    private static Map<String, Double> spent(Weight weight) {
        return Map.of(
                "html", (double) weight.html(),
                "wire", (double) weight.wire(),
                "requests", (double) weight.requests(),
                "nodes", (double) weight.nodes(),
                "shift", weight.shift(),
                "blocking", (double) weight.blocking(),
                "unsized", (double) weight.unsized());
    }

    @Test
    void everyPageIsLightEnough() throws Exception {
        var budgets = budgets();
        var people = people();
        var over = new ArrayList<String>();
        var heaviest = new LinkedHashMap<String, String>();
        var most = new LinkedHashMap<String, Double>();
        var open = opened(people);
        for (var who : people.entrySet()) {
            Page page = who.getKey().isEmpty()
                    ? browser.person(Browser.PHONE, "zh-CN")
                    : signedIn(who.getValue(), Browser.PHONE, "zh-CN");
            Browser.firstVisit(page);
            open.forEach((path, whose) -> {
                if (whose.equals(who.getKey())) {
                    page.navigate(url(path));
                    var spent = spent(Weight.of(page));
                    budgets.forEach((what, limit) -> {
                        double value = spent.get(what);
                        if (value > limit) {
                            over.add(path + " " + what + " " + value + " > " + limit);
                        }
                        if (value >= most.getOrDefault(what, -1.0)) {
                            most.put(what, value);
                            heaviest.put(what, path + " " + value);
                        }
                    });
                }
            });
            page.context().close();
        }
        assertThat(over).as("heaviest of %s", heaviest).isEmpty();
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
}
