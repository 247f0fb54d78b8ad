package org.gongzhi.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Objects;
import org.gongzhi.access.AccessSettings;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.RateLimit;
import org.gongzhi.access.Right;
import org.gongzhi.access.Sessions;
import org.gongzhi.access.SignIns;
import org.gongzhi.kernel.LocalPath;
import org.gongzhi.kernel.QrCode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Signing in and out, the second factor, sessions, tokens, one's own password; and the audit administrator's
/// list of looks.
@Controller
class AccountPages {

    private final Accounts accounts;
    private final Sessions sessions;
    private final SignIns signIns;
    private final SessionCookie cookie;
    private final SecondFactor secondFactor;
    private final Audit audit;
    private final RateLimit limit;
    private final AccessSettings settings;

    AccountPages(
            Accounts accounts,
            Sessions sessions,
            SignIns signIns,
            SessionCookie cookie,
            SecondFactor secondFactor,
            Audit audit,
            RateLimit limit,
            AccessSettings settings) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.signIns = signIns;
        this.cookie = cookie;
        this.secondFactor = secondFactor;
        this.audit = audit;
        this.limit = limit;
        this.settings = settings;
    }

    @GetMapping("/sign-in")
    @ForEveryone(why = "the form to sign in")
    String form(Model model, @RequestParam(defaultValue = "/") String next) {
        model.addAttribute("next", LocalPath.of(next));
        return "access/signIn";
    }

    @PostMapping("/sign-in")
    @ForEveryone(why = "failures are counted per address and per account")
    String signIn(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam String username,
            @RequestParam String password,
            @RequestParam(defaultValue = "/") String next) {
        var account = limit.tried(
                "sign-in",
                request.getRemoteAddr(),
                settings.signInsPerHour(),
                () -> accounts.checkPassword(username, password));
        String old = cookie.of(request);
        if (old != null) {
            sessions.close(old);
        }
        open(request, response, account);
        if (account.secondFactor()) {
            return "redirect:/sign-in/code?next=" + encoded(LocalPath.of(next));
        }
        return sessions.owesSecondFactor(account)
                ? "redirect:/account/second-factor"
                : "redirect:" + LocalPath.of(next);
    }

    @GetMapping("/sign-up")
    @ForEveryone(why = "the form to make an account")
    String signUpForm(Model model) {
        model.addAttribute("rule", accounts.passwordRule());
        return "access/signUp";
    }

    @PostMapping("/sign-up")
    @ForEveryone(why = "an account without any seat or home; counted per address")
    String signUp(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam String username,
            @RequestParam String password,
            @RequestParam String name) {
        limit.count("sign-up", request.getRemoteAddr(), settings.signUpsPerHour());
        var account = accounts.signUp(username, password, name);
        open(request, response, account);
        return "redirect:/my-data";
    }

    private void open(HttpServletRequest request, HttpServletResponse response, Accounts.Account account) {
        String secret = signIns.open(account, request.getHeader("User-Agent"));
        cookie.give(request, response, secret, Duration.ofDays(settings.residentDays()));
    }

    @GetMapping("/sign-in/code")
    @ForEveryone(why = "the form for the second factor")
    String codeForm(Model model, @RequestParam(defaultValue = "/") String next) {
        model.addAttribute("next", LocalPath.of(next));
        return "access/code";
    }

    @PostMapping("/sign-in/code")
    @ForEveryone(why = "needs a session that owes its second factor")
    String code(HttpServletRequest request, @RequestParam String code, @RequestParam(defaultValue = "/") String next) {
        limit.tried("sign-in", request.getRemoteAddr(), settings.signInsPerHour(), () -> {
            sessions.complete(cookie.require(request), code);
            return code;
        });
        return "redirect:" + LocalPath.of(next);
    }

    @PostMapping("/sign-out")
    @ForEveryone(why = "ends the visitor's own session")
    String signOut(HttpServletRequest request, HttpServletResponse response) {
        String secret = cookie.of(request);
        if (secret != null) {
            sessions.close(secret);
        }
        cookie.give(request, response, "", Duration.ZERO);
        return "redirect:/";
    }

    @GetMapping("/account")
    @ForSignedIn
    String account(Actor actor, HttpServletRequest request, Model model, @RequestParam(defaultValue = "") String done) {
        return show(actor, request, model, "", done);
    }

    private String show(Actor actor, HttpServletRequest request, Model model, String fresh, String done) {
        long id = id(actor);
        model.addAttribute("account", accounts.get(id));
        model.addAttribute("sessions", sessions.of(id, cookie.of(request)));
        model.addAttribute("tokens", sessions.tokens(id));
        model.addAttribute("rule", accounts.passwordRule());
        model.addAttribute("fresh", fresh);
        model.addAttribute("done", done);
        return "access/account";
    }

    @PostMapping("/account/tokens")
    @ForSignedIn
    String makeToken(Actor actor, HttpServletRequest request, Model model, @RequestParam String name) {
        return show(actor, request, model, signIns.makeToken(id(actor), name), "");
    }

    @PostMapping("/account/tokens/{token}/drop")
    @ForSignedIn
    String dropToken(Actor actor, @PathVariable long token) {
        sessions.dropToken(id(actor), token);
        return "redirect:/account?done=token";
    }

    @PostMapping("/account/sessions/{session}/end")
    @ForSignedIn
    String endSession(Actor actor, @PathVariable long session) {
        sessions.end(id(actor), session);
        return "redirect:/account?done=session";
    }

    @PostMapping("/account/sessions/end")
    @ForSignedIn
    String endSessions(Actor actor, HttpServletRequest request) {
        sessions.endOthers(id(actor), cookie.of(request));
        return "redirect:/account?done=sessions";
    }

    @PostMapping("/account/password")
    @ForSignedIn
    String changePassword(Actor actor, @RequestParam String old, @RequestParam String fresh) {
        signIns.changePassword(id(actor), old, fresh);
        return "redirect:/sign-in";
    }

    @GetMapping("/account/second-factor")
    @ForSignedIn
    String enrolment(Actor actor, Model model) {
        String secret = secondFactor.offer(id(actor));
        model.addAttribute("secret", secret);
        model.addAttribute("qr", modules(accounts.get(id(actor)).username(), secret));
        model.addAttribute("owed", sessions.owesSecondFactor(accounts.get(id(actor))));
        model.addAttribute("replaces", accounts.get(id(actor)).secondFactor());
        return "access/secondFactor";
    }

    @PostMapping("/account/second-factor")
    @ForSignedIn
    String enrol(Actor actor, @RequestParam String code, @RequestParam(required = false) @Nullable String password) {
        signIns.enrol(id(actor), new SignIns.Enrolment(secondFactor.offer(id(actor)), code, password));
        secondFactor.done(id(actor));
        return "redirect:/account?done=second-factor";
    }

    @GetMapping("/audit")
    @Needs(Right.AUDIT_READ)
    String looks(Actor actor, Model model, @RequestParam(required = false) @Nullable Long after) {
        model.addAttribute("looks", audit.looks(actor, after, 50));
        return "access/audit";
    }

    private static QrCode modules(String username, String secret) {
        return QrCode.of("otpauth://totp/Gongzhi:" + username + "?secret=" + secret + "&issuer=Gongzhi");
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static long id(Actor actor) {
        return Objects.requireNonNull(actor.account());
    }
}
