package org.hotline12345.ops.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hotline12345.ops.imports.Kind.Stored;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Domains, and what the desks beside the tickets keep. */
class DeskImportIT {
    private static final String DOMAINS = "归口编码,归口名称,上级归口\n03,城乡建设,\n03.1,市政,03\n03.1.2,路灯,03.1\n05,物业,\n06,物业,03\n";
    private static final String CATALOGUE = """
            事项类别,关键词,区域,主办单位,协办单位
            路灯,路灯、灯不亮,,住管局,
            路灯,路灯、灯不亮,逻岗,逻岗镇,住管局
            供水,停水；水压,,zhujian,逻岗镇
            """;
    private static final String DUTY = """
            单位,开始时间,结束时间,A角,B角
            ,2026-12-01 08:00,2026-12-02 08:00,li.si,钱派单
            ,2026-12-02 08:00,2026-12-03 08:00,qian,
            住管局,2026-12-01 08:00,2026-12-08 08:00,孙建,
            """;
    private static final String KNOWLEDGE = """
            单位,类型,标题,内容,有效期至,上传日期,状态,未通过原因
            住管局,知识点,路灯报修,三个工作日内修复。,,2026-07-05,已通过,
            住管局,典型案例,井盖缺失,当日处置。,2027-12-31,2026-07,待审核,
            逻岗镇,,改水,免费。,,2026-08-01,未通过,与政策不符
            """;

    @TempDir
    private Path folder;

    private ImportTown town;

    @BeforeEach
    void open() throws IOException {
        town = new ImportTown(folder);
        town.load("units", ImportTown.UNITS);
        town.person("li.si", "李四", "dispatcher", Optional.empty());
        town.person("qian", "钱派单", "dispatcher", Optional.empty());
        town.person("sun", "孙建", "unit-clerk", Optional.of("zhujian"));
    }

    @AfterEach
    void close() {
        town.close();
    }

    @Test
    void domainsAreATreeAndTicketsAreSortedByThem() throws IOException {
        assertThat(town.read("domains", DOMAINS.getBytes(Charset.forName("GB18030")), ".csv")
                        .stored())
                .isEqualTo(new Stored(5, 0, 0));
        assertThat(town.load("domains", DOMAINS)).isEqualTo(new Stored(0, 0, 5));
        assertThat(town.load("domains", DOMAINS.replace("市政", "市政设施"))).isEqualTo(new Stored(0, 1, 4));
        var tickets = """
                工单编号,登记时间,诉求性质,标题,内容,事项归口
                A1,2026-07-01 08:00,求助,路灯不亮,解放路。,路灯
                A2,2026-07-01 08:10,求助,井盖,解放路。,03.1
                A3,2026-07-01 08:20,求助,其他,解放路。,
                """;
        assertThat(town.load("tickets", tickets)).isEqualTo(new Stored(3, 0, 0));
        // As a bulletin counts them: each domain with what is part of it.
        assertThat(town.column("bulletin", """
                select d.name || ' ' || count(*) from office.v_domain d
                  join lateral office.domain_and_below(d.hotline, d.code) below on true
                  join ticketing.v_ticket_domain t on t.hotline = d.hotline and t.domain = below
                 group by d.code, d.name order by d.code""")).containsExactly("城乡建设 2", "市政设施 2", "路灯 1");
        assertThat(town.problems(
                        "tickets",
                        tickets.replace(",路灯\n", ",物业\n")
                                .replace(",03.1\n", ",99\n")
                                .replace("A", "B")))
                .containsExactly(
                        "line 2, column 事项归口: \"物业\" is no domain, or several: import domains first, or give the code",
                        "line 3, column 事项归口: \"99\" is no domain, or several: import domains first, or give the code");
    }

    @Test
    void aDomainStandsAfterTheOneItIsAPartOfAndIsNoPartOfItself() throws IOException {
        assertThat(town.problems("domains", "归口编码,归口名称,上级归口\n1,甲,9\n2,乙,2\n甲,丙,\n3,,\n"))
                .containsExactly(
                        "line 2, column 上级归口: \"9\" is no domain that stands before this one",
                        "line 3, column 上级归口: \"2\" is no domain that stands before this one",
                        "line 4, column 归口编码: a domain's code is 1 to 32 letters, digits, \".\" or \"-\"",
                        "line 5, column 归口名称: is empty");
        town.load("domains", DOMAINS);
        assertThatThrownBy(() -> town.read("domains", "归口编码,归口名称,上级归口\n03,城乡建设,03.1.2\n"))
                .hasMessageContaining("domain 03 would be a part of itself");
    }

    @Test
    void aCatalogueIsPublishedAsAWholeWhenItSaysSomethingElse() throws IOException {
        assertThat(town.load("catalogue", CATALOGUE)).isEqualTo(new Stored(3, 0, 0));
        assertThat(town.load("catalogue", CATALOGUE)).isEqualTo(new Stored(0, 0, 3));
        assertThat(versions()).containsExactly("1 2026-11-25 3");
        var next = CATALOGUE.replace("停水；水压", "停水；水压；水质").replace("路灯,路灯、灯不亮,逻岗,逻岗镇,住管局\n", "噪声,噪声,,逻岗镇,\n");
        assertThat(town.load("catalogue", next)).isEqualTo(new Stored(1, 2, 1));
        assertThat(versions()).containsExactly("1 2026-11-25 3", "2 2026-11-25 3");
        assertThat(town.problems(
                        "catalogue",
                        CATALOGUE
                                .replace("住管局,\n", "某局,\n")
                                .replace("路灯、灯不亮,逻岗,", "，,逻岗,")
                                .replace("zhujian,逻岗镇", "zhujian,住管局")))
                .containsExactly(
                        "line 2, column 主办单位: \"某局\" is no unit: import units first",
                        "line 3, column 事项类别: \"words\" of 路灯 are 1 to 50",
                        "line 4, column 事项类别: \"assisting\" of 供水 names at most 20 units, and not the leading one");
        assertThat(town.problems("catalogue", CATALOGUE + "供水,断水,,逻岗镇,\n"))
                .containsExactly("line 5, column 事项类别: is the same as in line 4");
        assertThat(versions()).hasSize(2);
    }

    @Test
    void aRosterIsPlannedOnceAndTwoAreNotOnDutyAtOnce() throws IOException {
        assertThat(town.load("duty", DUTY)).isEqualTo(new Stored(3, 0, 0));
        assertThat(town.load("duty", DUTY)).isEqualTo(new Stored(0, 0, 3));
        assertThat(town.problems("duty", """
                单位,开始时间,结束时间,A角,B角
                ,2026-12-01 08:00,2026-12-02 08:00,qian,
                某局,2026-12-09 08:00,2026-12-10 08:00,sun,
                住管局,2026-12-09 08:00,2026-12-10 08:00,li.si,
                住管局,2026-12-10 08:00,2026-12-09 08:00,sun,
                住管局,2026-12-09 08:00,2026-12-10 08:00,sun,孙建
                住管局,2026-11-09 08:00,2026-11-10 08:00,sun,
                ,2026-12-20 08:00,2026-12-22 08:00,qian,
                ,2026-12-21 08:00,2026-12-23 08:00,li.si,
                ,2026-12-25 08:00,2026-12-26 08:00,无名,
                """))
                .containsExactly(
                        "line 2, column 开始时间: is in a time in which somebody is on duty already",
                        "line 3, column 单位: \"某局\" is no unit: import units first",
                        "line 4, column A角: \"li.si\" does not work for unit zhujian, or has no right to see duty",
                        "line 5, column 结束时间: is not after the beginning, or by more than 31 days",
                        "line 6, column B角: is the same person as A角",
                        "line 7, column 结束时间: is over: a roster is for what comes",
                        "line 9, column 开始时间: is in a time in which somebody is on duty already",
                        "line 10, column A角: \"无名\" is nobody of this hotline, or several: give the login, or import users"
                                + " first");
        assertThat(town.column(
                        "ticketing", "select unit || count(*) from ticketing.duty_shift group by unit order by unit"))
                .containsExactly("2", "zhujian1");
    }

    @Test
    void knowledgeCountsForItsUnitInTheMonthThatItNames() throws IOException {
        assertThat(town.load("knowledge", KNOWLEDGE)).isEqualTo(new Stored(3, 0, 0));
        assertThat(town.load("knowledge", KNOWLEDGE)).isEqualTo(new Stored(0, 0, 3));
        assertThat(town.column("bulletin", """
                select unit || ' ' || to_char(uploaded_at at time zone 'Asia/Shanghai', 'YYYY-MM') || ' ' || count(*) || ' '
                       || count(*) filter (where approved)
                  from ticketing.v_knowledge_upload
                 group by unit, to_char(uploaded_at at time zone 'Asia/Shanghai', 'YYYY-MM') order by unit desc""")).containsExactly("zhujian 2026-07 2 1", "luogang 2026-08 1 0");
        assertThat(town.column(
                        "ticketing", "select title || ' ' || state from ticketing.knowledge_version order by title"))
                .containsExactlyInAnyOrder("路灯报修 APPROVED", "井盖缺失 PROPOSED", "改水 REFUSED");
        // Other words are a new version, and no further upload.
        assertThat(town.load("knowledge", KNOWLEDGE.replace("三个工作日", "两个工作日"))).isEqualTo(new Stored(0, 1, 2));
        assertThat(town.column("ticketing", "select count(*)::text from ticketing.knowledge"))
                .containsExactly("3");
        assertThat(town.problems(
                        "knowledge",
                        KNOWLEDGE
                                .replace("住管局,知识点", "某局,知识点")
                                .replace("当日处置", "次日处置")
                                .replace("与政策不符", "")))
                .containsExactly(
                        "line 2, column 单位: \"某局\" is no unit: import units first",
                        "line 3, column 标题: is an entry of this unit of which another version waits for review here",
                        "line 4, column 未通过原因: is empty, yet the entry was refused");
        assertThat(town.problems("knowledge", KNOWLEDGE.replace("2026-08-01", "2026-12")))
                .containsExactly("line 4, column 上传日期: lies in the future");
    }

    private List<String> versions() {
        return town.column("ticketing", """
                select c.version || ' ' || c.from_day || ' ' || count(*) from ticketing.catalogue c
                  join ticketing.catalogue_entry e using (hotline, version) group by c.version, c.from_day order by c.version""");
    }
}
