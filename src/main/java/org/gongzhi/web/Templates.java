package org.gongzhi.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.kernel.LocalPath;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.servlet.view.RedirectView;

/// Renders the compiled jte pages: the view name is the template's path, and every page gets its [Shell].
@Component
public class Templates implements ViewResolver, Ordered {

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Assets assets;
    private final Clock clock;

    Templates(Assets assets, Clock clock) {
        this.clock = clock;
        this.assets = assets;
        this.engine.setTrimControlStructures(true);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable View resolveViewName(String name, Locale locale) {
        if (name.startsWith("redirect:")) {
            var redirect = new RedirectView(LocalPath.of(name.substring(9)), true, true, false);
            redirect.setExpandUriTemplateVariables(false);
            redirect.setStatusCode(org.springframework.http.HttpStatus.SEE_OTHER);
            return redirect;
        }
        return (model, request, response) -> render(name, model == null ? Map.of() : model, request, response);
    }

    void render(String name, Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        var parameters = new HashMap<String, Object>(model);
        parameters.put("shell", shell(request));
        var page = new Utf8ByteOutput();
        engine.render(name + ".jte", parameters, page);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(page.getContentLength());
        page.writeTo(response.getOutputStream());
    }

    Shell shell(HttpServletRequest request) {
        var preferences = Preferences.of(request);
        var actor = request.getAttribute("gongzhi.actor") instanceof Actor known ? known : Actor.VISITOR;
        return new Shell(
                preferences.words(),
                actor,
                request.getRequestURI(),
                preferences,
                assets,
                clock.instant(),
                Preferences.act(request));
    }
}
