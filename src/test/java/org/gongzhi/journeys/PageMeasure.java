package org.gongzhi.journeys;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Loads pages of a running demonstration town as a first visit with an old phone on a bad network: the
/// processor four times slower, 1.6 Mbit/s, 150 ms a turn (what Lighthouse calls slow 4G). Prints a table.
///
/// Arguments: the address, and the file of sign-ins.
public final class PageMeasure {

    private static final int TIMES = 3;
    private static final int SLOWER = 4;
    private static final double BYTES_A_SECOND = 1_600_000 / 8.0;
    private static final int TURN = 150;

    private static final Map<String, List<String>> PAGES = Map.of(
            "", List.of("/", "/near", "/ledger", "/sign-in"),
            "resident", List.of("/report", "/mine", "/votes", "/inbox"),
            "officer", List.of("/board", "/figures", "/work", "/duty", "/register"),
            "grid", List.of("/work", "/patrols", "/search"));

    private PageMeasure() {}

    /// Measures.
    public static void main(String[] arguments) throws Exception {
        var passwords = new java.util.HashMap<String, String>();
        for (var each : new JsonMapper()
                .readTree(Files.readAllBytes(Path.of(arguments[1])))
                .path("signIns")) {
            passwords.put(
                    each.path("username").asString(), each.path("password").asString());
        }
        System.out.println(
                "| who | page | page bytes | on the wire | requests | nodes | shift | first words ms | all ms |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        try (var browser = new Browser()) {
            for (String who : List.of("", "resident", "officer", "grid")) {
                for (String path : PAGES.get(who)) {
                    measure(browser, arguments[0], who, passwords.getOrDefault(who, ""), path);
                }
            }
            browser.complaints().forEach(System.err::println);
        }
    }

    private static void measure(Browser browser, String address, String who, String password, String path) {
        var found = new Weight[TIMES];
        for (int i = 0; i < TIMES; i++) {
            Page page = browser.person(Browser.PHONE, "zh-CN");
            if (!who.isEmpty()) {
                page.navigate(address + "/sign-in");
                page.fill("[name=username]", who);
                page.fill("[name=password]", password);
                page.click("main form .big");
                page.waitForURL(address + "/");
            }
            var tools = Browser.firstVisit(page);
            var slow = new JsonObject();
            slow.addProperty("rate", SLOWER);
            tools.send("Emulation.setCPUThrottlingRate", slow);
            tools.send("Network.clearBrowserCache");
            var network = new JsonObject();
            network.addProperty("offline", false);
            network.addProperty("latency", TURN);
            network.addProperty("downloadThroughput", BYTES_A_SECOND);
            network.addProperty("uploadThroughput", BYTES_A_SECOND / 2);
            tools.send("Network.emulateNetworkConditions", network);
            page.navigate(address + path);
            found[i] = Weight.of(page);
            page.context().close();
        }
        Arrays.sort(found, java.util.Comparator.comparingInt(Weight::loaded));
        Weight middle = found[TIMES / 2];
        System.out.printf(
                "| %s | `%s` | %,d | %,d | %d | %,d | %.3f | %,d | %,d |%n",
                who.isEmpty() ? "anybody" : who,
                path,
                middle.html(),
                middle.wire(),
                middle.requests(),
                middle.nodes(),
                middle.shift(),
                middle.painted(),
                middle.loaded());
    }
}
