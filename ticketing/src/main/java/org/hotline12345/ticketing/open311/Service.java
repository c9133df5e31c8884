package org.hotline12345.ticketing.open311;

import org.hotline12345.ticketing.Nature;

/** What can be asked for over Open311: each nature of a request is a service. */
enum Service {
    HELP(Nature.HELP, "请求帮助解决困难，例如停水、路灯不亮"),
    COMPLAINT(Nature.COMPLAINT, "对服务或管理不满意"),
    TIP_OFF(Nature.TIP_OFF, "反映违法违规行为，诉求人默认保密"),
    INQUIRY(Nature.INQUIRY, "了解政策、办事流程"),
    SUGGESTION(Nature.SUGGESTION, "对城市管理和服务的意见、建议"),
    PRAISE(Nature.PRAISE, "感谢、表扬"),
    OTHER(Nature.OTHER, "其他诉求");

    private final Nature nature;
    private final String description;

    Service(Nature nature, String description) {
        this.nature = nature;
        this.description = description;
    }

    Nature nature() {
        return nature;
    }

    String title() {
        return nature.title();
    }

    String description() {
        return description;
    }

    static Service of(Nature nature) {
        return valueOf(nature.name());
    }
}
