package org.hotline12345.bulletin;

import java.io.IOException;
import org.apache.poi.ooxml.POIXMLProperties.CoreProperties;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.util.Units;
import org.apache.poi.xddf.usermodel.PresetColor;
import org.apache.poi.xddf.usermodel.XDDFColor;
import org.apache.poi.xddf.usermodel.XDDFSolidFillProperties;
import org.apache.poi.xddf.usermodel.chart.AxisCrosses;
import org.apache.poi.xddf.usermodel.chart.AxisPosition;
import org.apache.poi.xddf.usermodel.chart.BarDirection;
import org.apache.poi.xddf.usermodel.chart.ChartTypes;
import org.apache.poi.xddf.usermodel.chart.XDDFBarChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFDataSourcesFactory;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;

/** A native chart, which the office can still edit: its numbers lie in a workbook inside the document. */
final class DocxChart {
    private static final int WIDTH_MM = 140;
    private static final int HEIGHT_MM = 62;
    private static final int EMU_PER_MM = Units.EMU_PER_CENTIMETER / 10;

    private DocxChart() {}

    /** @return the properties of the chart's own workbook */
    static CoreProperties write(XWPFDocument document, Block.Chart chart) throws IOException, InvalidFormatException {
        var picture = document.createChart(WIDTH_MM * EMU_PER_MM, HEIGHT_MM * EMU_PER_MM);
        var paragraph = document.getLastParagraph();
        paragraph.setStyle(DocxLayout.TABLE);
        paragraph.setAlignment(ParagraphAlignment.CENTER);

        var size = chart.bars().size();
        var names = chart.bars().stream().map(Figure::name).toArray(String[]::new);
        // Whole counts: a chart's numbers are drawn, not computed with.
        var values = chart.bars().stream().map(bar -> bar.count().value()).toArray(Long[]::new);
        var categories =
                XDDFDataSourcesFactory.fromArray(names, picture.formatRange(new CellRangeAddress(1, size, 0, 0)), 0);
        var numbers =
                XDDFDataSourcesFactory.fromArray(values, picture.formatRange(new CellRangeAddress(1, size, 1, 1)), 1);
        var bottom = picture.createCategoryAxis(AxisPosition.BOTTOM);
        var left = picture.createValueAxis(AxisPosition.LEFT);
        left.setCrosses(AxisCrosses.AUTO_ZERO);
        left.setMinimum(0);
        var data = (XDDFBarChartData) picture.createData(ChartTypes.BAR, bottom, left);
        data.setBarDirection(BarDirection.COL);
        data.setGapWidth(80);
        data.setVaryColors(false);
        var series = (XDDFBarChartData.Series) data.addSeries(categories, numbers);
        series.setTitle("工单（件）", picture.setSheetTitle("工单（件）", 1));
        series.setFillProperties(new XDDFSolidFillProperties(XDDFColor.from(PresetColor.STEEL_BLUE)));
        picture.plot(data);
        var labels = series.getCTBarSer().addNewDLbls();
        labels.addNewShowLegendKey().setVal(false);
        labels.addNewShowVal().setVal(true);
        labels.addNewShowCatName().setVal(false);
        labels.addNewShowSerName().setVal(false);
        labels.addNewShowPercent().setVal(false);
        labels.addNewShowBubbleSize().setVal(false);
        return picture.getWorkbook().getProperties().getCoreProperties();
    }
}
