package telco.usage.warehouse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import telco.usage.warehouse.StarSchema.Column;
import telco.usage.warehouse.StarSchema.Join;
import telco.usage.warehouse.StarSchema.Table;

/**
 * Draws the star schema as SVG: the facts in the middle, dimensions to both sides, and from each joined column of the facts
 * a line to that of the dimension. A dimension that the layout does not know is a mistake of the layout.
 */
final class StarSchemaPicture {

    private static final int MARGIN = 32;
    private static final int WIDTH = 330;
    private static final int GAP = 96;
    private static final int BETWEEN = 36;
    private static final int HEADER = 36;
    private static final int ROW = 25;
    private static final int COMMENT = 15;
    private static final int PADDING = 7;
    private static final int LONGEST_COMMENT = 46;
    private static final int TITLE = 58;

    private static final String FACT_COLOUR = "#1d4e89";
    private static final String DIMENSION_COLOUR = "#1b7f79";
    private static final String LINE_COLOUR = "#64748b";

    /** Joined by the facts' left edge, from top to bottom; and by the right one. */
    private static final List<String> LEFT = List.of("dim_date", "dim_service_type");

    private static final List<String> RIGHT = List.of("dim_customer", "dim_customer_plan", "dim_rate_plan");

    private final StarSchema schema;
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final StringBuilder svg = new StringBuilder();

    private StarSchemaPicture(StarSchema schema) {
        this.schema = schema;
    }

    static String of(StarSchema schema) {
        return new StarSchemaPicture(schema).draw();
    }

    /** A table's place. */
    private record Box(Table table, int x, int y) {

        private static int height(Column column) {
            return ROW + (isShort(column.comment()) ? COMMENT : 0);
        }

        /** Where the column's name stands, from the top of the box. */
        private static int offset(Table table, String name) {
            int offset = HEADER + PADDING;
            for (Column column : table.columns()) {
                if (column.name().equals(name)) {
                    return offset + ROW / 2;
                }
                offset += height(column);
            }
            throw new IllegalArgumentException(table.name() + " has no column " + name);
        }

        private static int height(Table table) {
            return HEADER
                    + 2 * PADDING
                    + table.columns().stream().mapToInt(Box::height).sum();
        }

        private int at(String column) {
            return y + offset(table, column);
        }

        private int bottom() {
            return y + height(table);
        }
    }

    private static boolean isShort(String comment) {
        return !comment.isEmpty() && comment.length() <= LONGEST_COMMENT;
    }

    private String draw() {
        place();
        int width = 2 * MARGIN + 3 * WIDTH + 2 * GAP;
        int legend = boxes.get(StarSchema.FACTS).bottom() + BETWEEN;
        int height = MARGIN
                + Math.max(
                        legend + legendHeight(),
                        boxes.values().stream().mapToInt(Box::bottom).max().orElseThrow());
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\"",
                width, height);
        line("     font-family=\"Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif\" role=\"img\">");
        line("  <title>The star schema: facts and dimensions</title>");
        line("  <rect width=\"%d\" height=\"%d\" fill=\"#f8fafc\"/>", width, height);
        text(MARGIN, MARGIN + 14, 18, "#0f172a", "start", 600, "Usage of a telco, as a star schema");
        text(
                MARGIN,
                MARGIN + 34,
                12,
                LINE_COLOUR,
                "start",
                400,
                "Schema public: one table of facts and its dimensions");
        for (Join join : StarSchema.JOINS) {
            draw(join);
        }
        boxes.values().forEach(this::draw);
        drawLegend(boxes.get(StarSchema.FACTS).x(), legend);
        line("</svg>");
        return svg.toString();
    }

    /** A dimension on top of its side lies so that its line is straight. */
    private void place() {
        int middle = MARGIN + WIDTH + GAP;
        int factsY = MARGIN + TITLE;
        for (List<String> side : List.of(LEFT, RIGHT)) {
            factsY = Math.max(factsY, MARGIN + TITLE + straight(side.get(0)));
        }
        Box facts = new Box(schema.table(StarSchema.FACTS), middle, factsY);
        boxes.put(StarSchema.FACTS, facts);
        place(LEFT, MARGIN, factsY);
        place(RIGHT, middle + WIDTH + GAP, factsY);
        if (!boxes.keySet().equals(schema.tables().keySet())) {
            throw new IllegalStateException("the picture has " + boxes.keySet() + ", the database "
                    + schema.tables().keySet());
        }
    }

    private void place(List<String> side, int x, int factsY) {
        int y = factsY - straight(side.get(0));
        for (String name : side) {
            Box box = new Box(schema.table(name), x, y);
            boxes.put(name, box);
            y = box.bottom() + BETWEEN;
        }
    }

    /** By how much the dimension begins above the facts. */
    private int straight(String dimension) {
        Join join = join(dimension);
        return Box.offset(schema.table(dimension), join.dimensionColumn())
                - Box.offset(schema.table(StarSchema.FACTS), join.factColumn());
    }

    private static Join join(String dimension) {
        return StarSchema.JOINS.stream()
                .filter(join -> join.dimension().equals(dimension))
                .findFirst()
                .orElseThrow();
    }

    private void draw(Box box) {
        Table table = box.table();
        boolean isFacts = table.name().equals(StarSchema.FACTS);
        String colour = isFacts ? FACT_COLOUR : DIMENSION_COLOUR;
        int height = Box.height(table);
        line("  <g>");
        line("    <title>%s</title>", escaped(table.comment()));
        line(
                "    <rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#ffffff\"/>",
                box.x(), box.y(), WIDTH, height);
        line(
                "    <path d=\"M%1$d %2$d v-%3$d a8 8 0 0 1 8 -8 h%4$d a8 8 0 0 1 8 8 v%3$d z\" fill=\"%5$s\"/>",
                box.x(), box.y() + HEADER, HEADER - 8, WIDTH - 16, colour);
        text(box.x() + 14, box.y() + HEADER / 2 + 5, 15, "#ffffff", "start", 600, table.name());
        text(
                box.x() + WIDTH - 14,
                box.y() + HEADER / 2 + 4,
                11,
                "#dbeafe",
                "end",
                400,
                isFacts ? "facts" : "dimension");
        for (Column column : table.columns()) {
            draw(column, box.x(), box.at(column.name()));
        }
        line(
                "    <rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>",
                box.x(), box.y(), WIDTH, height, colour);
        line("  </g>");
    }

    private void draw(Column column, int x, int y) {
        if (column.key()) {
            line(
                    "    <rect x=\"%d\" y=\"%d\" width=\"24\" height=\"15\" rx=\"4\" fill=\"#fef3c7\" stroke=\"#d97706\" stroke-width=\"0.8\"/>",
                    x + 12, y - 8);
            text(x + 24, y + 4, 10, "#92400e", "middle", 600, "PK");
        }
        text(x + 46, y + 4, 13, "#0f172a", "start", column.key() ? 600 : 400, column.name());
        text(x + WIDTH - 14, y + 4, 12, "#475569", "end", 400, column.type() + (column.nullable() ? ", null" : ""));
        if (isShort(column.comment())) {
            text(x + 46, y + 4 + COMMENT, 11, "#7c8798", "start", 400, column.comment());
        }
    }

    /**
     * Many at the facts, one at the dimension, with a circle where there may be none. Lines of one side turn in lanes of
     * their own, a lower dimension's nearer to the facts, so that none crosses another; those of one column share theirs.
     */
    private void draw(Join join) {
        Box facts = boxes.get(StarSchema.FACTS);
        Box dimension = boxes.get(join.dimension());
        int fromY = facts.at(join.factColumn());
        int toY = dimension.at(join.dimensionColumn());
        int direction = dimension.x() < facts.x() ? -1 : 1;
        int fromX = direction < 0 ? facts.x() : facts.x() + WIDTH;
        int toX = direction < 0 ? dimension.x() + WIDTH : dimension.x();
        int lane = fromX + direction * lane(join);
        line("  <g fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" stroke-linejoin=\"round\">", LINE_COLOUR);
        line("    <path d=\"M%d %d H%d V%d H%d\"/>", fromX, fromY, lane, toY, toX);
        line(
                "    <path d=\"M%1$d %2$d L%3$d %4$d L%1$d %5$d\"/>",
                fromX, fromY - 6, fromX + direction * 12, fromY, fromY + 6);
        line("    <path d=\"M%d %d v12\"/>", toX - direction * 8, toY - 6);
        if (join.optional()) {
            line("    <circle cx=\"%d\" cy=\"%d\" r=\"4.5\" fill=\"#f8fafc\"/>", toX - direction * 16, toY);
        } else {
            line("    <path d=\"M%d %d v12\"/>", toX - direction * 13, toY - 6);
        }
        line("  </g>");
    }

    /** How far from the facts the line turns. */
    private static int lane(Join join) {
        List<String> side = LEFT.contains(join.dimension()) ? LEFT : RIGHT;
        List<String> columns =
                side.stream().map(name -> join(name).factColumn()).distinct().toList();
        return GAP * (columns.size() - columns.indexOf(join.factColumn())) / (columns.size() + 1);
    }

    private static int legendHeight() {
        return HEADER + 2 * PADDING + StarSchema.JOINS.size() * (ROW + COMMENT);
    }

    private void drawLegend(int x, int y) {
        line(
                "  <rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#ffffff\" stroke=\"#cbd5e1\" stroke-width=\"1.2\"/>",
                x, y, WIDTH, legendHeight());
        text(x + 14, y + HEADER / 2 + 6, 14, "#0f172a", "start", 600, "How facts find their dimensions");
        int at = y + HEADER + PADDING + ROW / 2;
        for (Join join : StarSchema.JOINS) {
            String how = join.optional() ? "at most one" : "exactly one";
            text(x + 14, at + 2, 13, DIMENSION_COLOUR, "start", 600, join.dimension());
            text(x + WIDTH - 14, at + 2, 11, LINE_COLOUR, "end", 400, how);
            text(x + 14, at + 2 + COMMENT, 11, "#475569", "start", 400, join.condition());
            at += ROW + COMMENT;
        }
    }

    private void text(int x, int y, int size, String colour, String anchor, int weight, String text) {
        line(
                "    <text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\" text-anchor=\"%s\" font-weight=\"%d\">%s</text>",
                x, y, size, colour, anchor, weight, escaped(text));
    }

    private void line(String format, Object... values) {
        svg.append(format.formatted(values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
