package org.gongzhi.access.web;

import jakarta.servlet.http.HttpServletRequest;
import org.gongzhi.access.AccessSettings;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.FirstCodes;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.RateLimit;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The owner of an account sets its password with a code that reached only them.
@Controller
class FirstSignIn {

    private final FirstCodes codes;
    private final Accounts accounts;
    private final RateLimit limit;
    private final AccessSettings settings;

    FirstSignIn(FirstCodes codes, Accounts accounts, RateLimit limit, AccessSettings settings) {
        this.codes = codes;
        this.accounts = accounts;
        this.limit = limit;
        this.settings = settings;
    }

    @GetMapping("/first-sign-in")
    @ForEveryone(why = "the form to set a password with a code")
    String form(Model model) {
        model.addAttribute("rule", accounts.passwordRule());
        return "access/firstSignIn";
    }

    @PostMapping("/first-sign-in")
    @ForEveryone(why = "needs a code that works once; tries are counted per address and per code")
    String set(
            HttpServletRequest request,
            @RequestParam String username,
            @RequestParam String code,
            @RequestParam String password) {
        limit.tried("sign-in", request.getRemoteAddr(), settings.signInsPerHour(), () -> {
            codes.use(new FirstCodes.Entered(username, code, password));
            return true;
        });
        return "redirect:/sign-in";
    }
}
