/// Says that it uses nobody.
@ApplicationModule(allowedDependencies = {})
package org.gongzhi.canary.modules.attic;

import org.springframework.modulith.ApplicationModule;
