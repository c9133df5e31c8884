package org.hotline12345.bulletin;

/** What an office calls its satisfaction rate (满意率). */
public enum SatisfactionFormula {
    /** Who did not say dissatisfied is satisfied, those who never answered too. */
    NOT_DISSATISFIED {
        @Override
        Count numerator(TicketCounts counts) {
            return new Count("发起调查且未评不满意的工单", counts.surveysAsked() - counts.dissatisfied(), "件");
        }

        @Override
        Count denominator(TicketCounts counts) {
            return new Count("发起调查的工单", counts.surveysAsked(), "件");
        }
    },
    /** Satisfied and basically satisfied, of those who answered. */
    RATED_ONLY {
        @Override
        Count numerator(TicketCounts counts) {
            return new Count("评价满意和基本满意的工单", counts.satisfied() + counts.basicallySatisfied(), "件");
        }

        @Override
        Count denominator(TicketCounts counts) {
            return new Count("已评价的工单", counts.surveysRated(), "件");
        }
    },
    /** Satisfied alone, of those who were reached and answered. */
    FOLLOWED_UP {
        @Override
        Count numerator(TicketCounts counts) {
            return new Count("评价满意的工单", counts.satisfied(), "件");
        }

        @Override
        Count denominator(TicketCounts counts) {
            return new Count("回访到并已评价的工单", counts.surveysRated(), "件");
        }
    };

    abstract Count numerator(TicketCounts counts);

    abstract Count denominator(TicketCounts counts);
}
