package org.gongzhi.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.kernel.Aside;
import org.gongzhi.kernel.Loans;
import org.gongzhi.kernel.LockWait;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.MatterBoard;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Home, preferences, the style page, and the files that make the site an app.
@Controller
class SitePages {

    private final Semaphore beside = new Semaphore(1);
    private final MatterBoard board;
    private final Kinds kinds;
    private final JdbcClient client;
    private final Readiness readiness;
    private final Loans pool;
    private final LockWait locks;
    private final Aside aside;

    SitePages(
            MatterBoard board,
            Kinds kinds,
            JdbcClient client,
            Readiness readiness,
            Loans pool,
            LockWait locks,
            Aside aside) {
        this.board = board;
        this.kinds = kinds;
        this.client = client;
        this.readiness = readiness;
        this.pool = pool;
        this.locks = locks;
        this.aside = aside;
    }

    @GetMapping("/")
    @ForEveryone(why = "shows only what the visitor may see themselves")
    String home(Actor actor, Model model) {
        model.addAttribute("kinds", kinds);
        model.addAttribute("work", actor.staff() ? board.work(actor, null, 5).rows() : List.<MatterBoard.Line>of());
        model.addAttribute(
                "mine",
                actor.account() instanceof Long account
                        ? board.raisedBy(account, null, 3).rows()
                        : List.<MatterBoard.Line>of());
        return "web/home";
    }

    @GetMapping("/style")
    @ForEveryone(why = "shows the components, no data")
    String style() {
        return "web/style";
    }

    @GetMapping("/offline")
    @ForEveryone(why = "a sentence for when there is no network")
    String offline() {
        return "web/offline";
    }

    @PostMapping("/preferences")
    @ForEveryone(why = "sets cookies of the visitor's own browser")
    String preferences(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(required = false) String language,
            @RequestParam(required = false) String theme,
            @RequestParam(required = false) String type) {
        keep(response, "language", language, List.of("zh", "en"));
        keep(response, "theme", theme, List.of("auto", "light", "dark"));
        keep(response, "type", type, List.of("normal", "large"));
        String from = request.getHeader("Referer");
        String host = request.getHeader("Host");
        int at = from == null || host == null ? -1 : from.indexOf("://" + host + "/");
        return "redirect:" + (at < 0 ? "/" : from.substring(at + 3 + host.length()));
    }

    private static void keep(
            HttpServletResponse response,
            String name,
            @org.jspecify.annotations.Nullable String value,
            List<String> allowed) {
        if (value != null && allowed.contains(value)) {
            var cookie = new Cookie(name, value);
            cookie.setPath("/");
            cookie.setHttpOnly(false);
            cookie.setMaxAge((int) Duration.ofDays(365).toSeconds());
            cookie.setAttribute("SameSite", "Lax");
            response.addCookie(cookie);
        }
    }

    @GetMapping("/health")
    @ForEveryone(why = "says only whether the program is ready, and what it waits for")
    ResponseEntity<Map<String, Object>> health() {
        boolean held = pool.state().held();
        boolean database = answers(pool.full());
        var reasons = new ArrayList<String>();
        if (!database) {
            reasons.add("database");
        }
        if (held) {
            reasons.add("connections");
        } else if (database && locks.blocker().isPresent()) {
            reasons.add("locks");
        }
        if (readiness.state() != Readiness.State.READY) {
            reasons.add(readiness.state().name().toLowerCase(java.util.Locale.ROOT));
        }
        Map<String, Object> told = Map.of("ready", reasons.isEmpty(), "database", database, "reasons", reasons);
        return ResponseEntity.status(reasons.isEmpty() ? 200 : 503)
                .cacheControl(CacheControl.noStore())
                .body(told);
    }

    /// Asked beside the pool when that has no connection to give; by one at a time, the others say what is known.
    private boolean answers(boolean full) {
        if (full && !beside.tryAcquire()) {
            return true;
        }
        Supplier<Boolean> asked =
                () -> client.sql("select 1").query(Integer.class).single() == 1;
        try {
            return full ? aside.get(asked) : asked.get();
        } catch (RuntimeException away) {
            return false;
        } finally {
            if (full) {
                beside.release();
            }
        }
    }

    @GetMapping("/sw.js")
    @ForEveryone(why = "the service worker's code")
    ResponseEntity<byte[]> worker() throws IOException {
        return file("sw.js", "text/javascript", CacheControl.noCache());
    }

    @GetMapping("/manifest.webmanifest")
    @ForEveryone(why = "the app's name and icons")
    ResponseEntity<byte[]> manifest() throws IOException {
        return file("manifest.json", "application/manifest+json", CacheControl.maxAge(Duration.ofDays(1)));
    }

    @GetMapping("/favicon.ico")
    @ForEveryone(why = "the icon")
    ResponseEntity<byte[]> icon() throws IOException {
        return file("icon.svg", "image/svg+xml", CacheControl.maxAge(Duration.ofDays(30)));
    }

    @GetMapping("/static/htmx.js")
    @ForEveryone(why = "a library from its WebJar")
    ResponseEntity<byte[]> htmx() throws IOException {
        return file(
                "htmx.js",
                "text/javascript",
                CacheControl.maxAge(Duration.ofDays(365)).immutable());
    }

    private static ResponseEntity<byte[]> file(String name, String type, CacheControl cache) throws IOException {
        try (var stream = Assets.open(name)) {
            return ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType(type))
                    .cacheControl(cache)
                    .body(stream.readAllBytes());
        }
    }
}
