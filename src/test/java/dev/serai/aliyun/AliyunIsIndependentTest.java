package dev.serai.aliyun;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The server that stands for Alibaba Cloud knows nothing of the code that it tests. */
@AnalyzeClasses(packages = "dev.serai.aliyun")
class AliyunIsIndependentTest {

  @ArchTest
  static final ArchRule knowsNothingOfTheProduct =
      noClasses()
          .that()
          .resideInAPackage("dev.serai.aliyun..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.serai..").and(not(resideInAPackage("dev.serai.aliyun.."))));
}
