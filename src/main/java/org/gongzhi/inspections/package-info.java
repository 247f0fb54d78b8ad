/// Inspections and hazards: campaigns with their teams, dossiers of premises and equipment, visits with
/// checklists, hazards from order to striking off, documents, re-inspection, ledger and bulletin (Work Safety
/// Law arts. 4, 41, 65, 73-76). Owns `inspections.*`. Invariants: the inspected sees nothing of a visit
/// before arrival; nobody inspects what they own or work for; whoever accepts is not who rectified; a hazard
/// is never deleted and always has one owner.
@NullMarked
@ApplicationModule(
        displayName = "Inspections",
        allowedDependencies = {
            "kernel",
            "journal",
            "places",
            "people",
            "access",
            "files",
            "duty",
            "notices",
            "documents",
            "matters"
        })
package org.gongzhi.inspections;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
