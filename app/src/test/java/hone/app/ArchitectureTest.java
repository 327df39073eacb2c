package hone.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import hone.engine.kernel.Prepared;
import javafx.application.Platform;

/** The walls of the house: which way imports may point, and what may be done in one place only. */
@AnalyzeClasses(packages = "hone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ENGINE_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage("hone.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "hone.profiler..",
                    "hone.visualizers..",
                    "hone.lessons..",
                    "hone.app..",
                    "javafx..",
                    "jdk.jfr..",
                    "java.sql..")
            .because("the engine is what everything else looks at; it must run without any of them");

    @ArchTest
    static final ArchRule PROFILER_SEES_ONLY_THE_ENGINE = noClasses()
            .that()
            .resideInAPackage("hone.profiler..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hone.visualizers..", "hone.lessons..", "hone.app..", "javafx..")
            .because("measuring must work where no window can open");

    @ArchTest
    static final ArchRule VISUALIZERS_SEE_ONLY_REPORTS = noClasses()
            .that()
            .resideInAPackage("hone.visualizers..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hone.lessons..", "hone.app..")
            .because("a picture draws a report and knows nothing of the program around it");

    @ArchTest
    static final ArchRule LESSONS_SEE_ONLY_THE_ENGINE = noClasses()
            .that()
            .resideInAPackage("hone.lessons..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hone.profiler..", "hone.visualizers..", "hone.app..", "javafx..")
            .allowEmptyShould(true)
            .because("lessons are content; the program renders them");

    @ArchTest
    static final ArchRule NO_CYCLES_IN_THE_ENGINE =
            slices().matching("hone.engine.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_IN_THE_PROFILER =
            slices().matching("hone.profiler.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_IN_THE_VISUALIZERS =
            slices().matching("hone.visualizers.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_IN_THE_WINDOW =
            slices().matching("hone.app.window.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule OPS_RUN_IN_THE_EXECUTOR_ONLY = noClasses()
            .that()
            .resideOutsideOfPackages("hone.engine.run..", "hone.engine.kernel..")
            .should()
            .callMethod(Prepared.class, "run", hone.engine.kernel.Operands.class, long.class, long.class, int.class)
            .because("the one place where an op runs is the one place where a probe can look");

    @ArchTest
    static final ArchRule ONE_WAY_TO_THE_FX_THREAD = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("hone.app.window.FxThread")
            .should()
            .callMethod(Platform.class, "runLater", Runnable.class)
            .because("who hops threads must be easy to find");

    @ArchTest
    static final ArchRule NO_STATIC_MUTABLE_STATE = noFields()
            .that()
            .areStatic()
            .and()
            .areNotFinal()
            .should()
            .beDeclaredInClassesThat()
            .resideInAPackage("hone..")
            .allowEmptyShould(true)
            .because("state comes through constructors from the composition root");

    @ArchTest
    static final ArchRule NO_VAGUE_NAMES = noClasses()
            .that()
            .resideInAPackage("hone..")
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .because("a name says what a class is");

    @ArchTest
    static final ArchRule PACKAGES_ARE_NULL_MARKED = classes()
            .that()
            .haveSimpleName("package-info")
            .should()
            .beAnnotatedWith(org.jspecify.annotations.NullMarked.class)
            .because("null is a bug unless it is marked");
}
