package org.hotline12345.ops;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The walls between the modules and around the libraries; CONTRIBUTING.md says why they stand. */
class WallsTest {
    private static final String ROOT = "org.hotline12345";
    /** Leftmost first; metrics and bulletin stand side by side. */
    private static final List<Set<String>> ORDER = List.of(
            Set.of("office"),
            Set.of("telephony"),
            Set.of("ticketing"),
            Set.of("callback"),
            Set.of("metrics", "bulletin"),
            Set.of("ops"));

    private static final Set<String> FRONT_DOORS =
            Set.of("Office", "Telephony", "Ticketing", "Callbacks", "Metrics", "Bulletins");

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(place -> !place.contains("-tests.jar"))
            .importPackages(ROOT);

    @Test
    void allModulesAreSeen() {
        for (var place : ORDER) {
            for (var module : place) {
                assertThat(PROGRAM.stream().anyMatch(type -> module.equals(module(type))))
                        .as("classes of %s", module)
                        .isTrue();
            }
        }
    }

    @Test
    void acrossModulesOnlyRootPackagesAreUsedAndOnlyLeftwards() {
        classes()
                .should(new ArchCondition<>("use other modules leftwards, through their root package") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (var dependency : type.getDirectDependenciesFromSelf()) {
                            var target = dependency.getTargetClass().getBaseComponentType();
                            if (!isAllowed(type, target)) {
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                            }
                        }
                    }
                })
                .check(PROGRAM);
    }

    @Test
    void eachWiresLibraryStaysAtItsWire() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".telephony.agi..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.asteriskjava..")
                .check(PROGRAM);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".telephony.ami..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(PROGRAM);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".callback.sms..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jsmpp..")
                .check(PROGRAM);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".office.oidc..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.nimbusds..")
                .check(PROGRAM);
    }

    @Test
    void rowsAreTouchedOnlyByPgClassesFrontDoorsAndOps() {
        noClasses()
                .that(new DescribedPredicate<>("are neither Pg* nor a front door nor in ops") {
                    @Override
                    public boolean test(JavaClass type) {
                        var outer = outermost(type).getSimpleName();
                        return !outer.startsWith("Pg") && !FRONT_DOORS.contains(outer) && !"ops".equals(module(type));
                    }
                })
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..")
                .check(PROGRAM);
    }

    @Test
    void metersAreKnownToMetricsAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".metrics..", ROOT + ".ops..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(PROGRAM);
    }

    @Test
    void factsAndStatesKnowNoFramework() {
        noClasses()
                .that(new DescribedPredicate<>("are records or interfaces of a root package") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.getPackageName().equals(ROOT + "." + module(type))
                                && !"ops".equals(module(type))
                                && type.getModifiers().contains(JavaModifier.PUBLIC)
                                && (type.isRecord() || type.isInterface())
                                && !type.getSimpleName().startsWith("Pg");
                    }
                })
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(PROGRAM);
    }

    private static boolean isAllowed(JavaClass from, JavaClass to) {
        var target = module(to);
        var source = module(from);
        if (target == null || source == null || target.equals(source)) {
            return true;
        }
        if (place(target) >= place(source)) {
            return false;
        }
        var isRoot = to.getPackageName().equals(ROOT + "." + target);
        // ops joins the modules' routes to one server.
        var isRoutes = source.equals("ops") && to.getPackageName().equals(ROOT + "." + target + ".http");
        return isRoot || isRoutes;
    }

    private static int place(String module) {
        for (int place = 0; place < ORDER.size(); place++) {
            if (ORDER.get(place).contains(module)) {
                return place;
            }
        }
        throw new IllegalStateException("module " + module + " has no place in the order");
    }

    private static String module(JavaClass type) {
        var name = type.getPackageName();
        if (!name.startsWith(ROOT + ".")) {
            return null;
        }
        var rest = name.substring(ROOT.length() + 1);
        var dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    private static JavaClass outermost(JavaClass type) {
        var outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
