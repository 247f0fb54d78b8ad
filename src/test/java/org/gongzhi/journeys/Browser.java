package org.gongzhi.journeys;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.gongzhi.Scale;
import org.gongzhi.TestClock;

/// A headless Chromium from the system, with a fresh person for each context. Whatever a page complains about in its
/// console is remembered and fails the journey.
final class Browser implements AutoCloseable {

    static final int PHONE = 390;
    static final int DESKTOP = 1440;

    /// Lets pages live at the time of the test world, whatever the machine's date.
    private static final String WORLD_TIME = """
            (() => {
              const real = Date, ahead = %d, now = () => real.now() + ahead;
              globalThis.Date = new Proxy(real, {
                construct: (_, given) => given.length ? new real(...given) : new real(now()),
                apply: () => new real(now()).toString(),
                get: (_, name) => name === 'now' ? now : real[name],
              });
            })()""";

    private static final String VIOLATIONS = """
            async () => {
              const found = await axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
                resultTypes: ['violations'], preload: false,
              });
              return found.violations.filter(each => ['serious', 'critical'].includes(each.impact))
                .flatMap(each => each.nodes.map(node => `${each.id} ${node.html} ${node.failureSummary}`));
            }""";

    private static final String KINDS = """
            () => {
              const kind = e => e.localName + [...e.attributes].map(a => /^(class|style|role|type|aria-(?!label|desc|con))/
                .test(a.name) ? `[${a.name}=${a.value}]` : `[${a.name}]`).sort().join('');
              return [...new Set([...document.querySelectorAll('body *')]
                .map(e => `${innerWidth} ${kind(e.parentElement)} > ${kind(e)}`))];
            }""";

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final com.microsoft.playwright.Browser browser;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> unsent = new ArrayList<>();
    private final Set<String> checked = new HashSet<>();
    private final long ahead;
    private ServiceWorkerPolicy workers = ServiceWorkerPolicy.ALLOW;
    private boolean cutOff;
    private final List<BrowserContext> open = new ArrayList<>();

    /// One for all journeys of this run, started when the first asks for it.
    private static final class Shared {
        private static final Browser ONE = new Browser();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(ONE::close));
        }
    }

    static Browser shared() {
        return Shared.ONE;
    }

    Browser() {
        com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
        Path chromium = Stream.of(
                        "/usr/bin/chromium-headless-shell",
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "The journeys need Chromium: apt-get install chromium-headless-shell (./gongzhi test does it when it may)"));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setEnv(ownTime())
                        .setExecutablePath(chromium)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        ahead = ahead();
    }

    /// The browser keeps the machine's time also where the tests run at another: each of its processes would begin
    /// there anew.
    private static Map<String, String> ownTime() {
        var environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.equals("LD_PRELOAD") || name.startsWith("FAKETIME"));
        return environment;
    }

    /// How far the test world is ahead of the browser's clock.
    private long ahead() {
        try (Page page = browser.newPage()) {
            long there = ((Number) page.evaluate("Date.now()")).longValue();
            return TestClock.running().toEpochMilli() - there;
        }
    }

    /// Whether pages may install what keeps them for times without network: it takes a process for each person, and
    /// loads everything twice.
    void keepsPages(boolean keeps) {
        workers = keeps ? ServiceWorkerPolicy.ALLOW : ServiceWorkerPolicy.BLOCK;
    }

    Page person(int width, String language) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, width == PHONE ? 844 : 900)
                .setLocale(language)
                .setServiceWorkers(workers)
                .setHasTouch(width == PHONE));
        open.add(context);
        context.addInitScript(WORLD_TIME.formatted(ahead));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")
                    && !message.text().contains("ERR_INTERNET_DISCONNECTED")
                    && !message.text().contains("status of 4")
                    // a live page asks again after its session has been ended on purpose
                    && !message.text().contains("Response Status Error Code 401")) {
                boolean live = message.text().matches("htmx:(afterRequest|sendError)");
                (live ? unsent : complaints).add(page.url() + ": " + message.text());
            }
        });
        page.onRequestFailed(request -> cutOff |= "net::ERR_INTERNET_DISCONNECTED".equals(request.failure()));
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        return page;
    }

    /// From here on the page loads past its own service worker, as a first visit does; what comes back takes more
    /// orders for the browser.
    static CDPSession firstVisit(Page page) {
        var tools = page.context().newCDPSession(page);
        tools.send("Network.enable");
        var bypass = new JsonObject();
        bypass.addProperty("bypass", true);
        tools.send("Network.setBypassServiceWorker", bypass);
        return tools;
    }

    List<String> complaints() {
        return complaints;
    }

    /// Lets go of everybody who was here, and of what was complained about; returns the complaints.
    List<String> leave() {
        open.forEach(BrowserContext::close);
        open.clear();
        if (!cutOff) { // a live page asks on while its network is taken away on purpose
            complaints.addAll(unsent);
        }
        var said = List.copyOf(complaints);
        complaints.clear();
        unsent.clear();
        cutOff = false;
        return said;
    }

    /// Holds the page against WCAG 2.2 A and AA (axe); what is serious or worse is a complaint, with the
    /// element. Asked in the page itself: the library's own way carries all that passes to us, which takes
    /// twice as long. Outside the whole run a page is let off if every kind of its elements stood before in
    /// such a parent and width.
    void accessible(Page page) {
        @SuppressWarnings("unchecked")
        var kinds = (List<String>) page.evaluate(KINDS);
        if (!checked.addAll(kinds) && !Scale.whole()) {
            return;
        }
        if (!(Boolean) page.evaluate("'axe' in window")) {
            page.evaluate(AxeBuilder.getAxeScript());
        }
        ((List<?>) page.evaluate(VIOLATIONS)).forEach(each -> complaints.add(page.url() + ": " + each));
    }

    /// A picture for people to look at, of the whole run only: `./gongzhi test all`.
    static void picture(Page page, String name) {
        if (!Scale.whole()) {
            return;
        }
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target/journeys", name + ".png"))
                .setFullPage(true));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
