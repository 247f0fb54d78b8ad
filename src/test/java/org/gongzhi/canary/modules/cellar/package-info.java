/// Used by a module that must not.
@ApplicationModule(allowedDependencies = {})
package org.gongzhi.canary.modules.cellar;

import org.springframework.modulith.ApplicationModule;
