package dev.serai.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option {@code --output}: tables for people, JSON for programs. */
public final class OutputFormat {

  private enum Form {
    TABLE,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      converter = FormConverter.class,
      defaultValue = "table",
      description = "table, or json for programs. Default: table.")
  private Form form = Form.TABLE;

  public boolean isJson() {
    return form == Form.JSON;
  }

  private static final class FormConverter implements ITypeConverter<Form> {
    @Override
    public Form convert(String text) {
      for (Form form : Form.values()) {
        if (form.toString().equals(text)) {
          return form;
        }
      }
      throw new TypeConversionException("expected table or json, not '" + text + "'");
    }
  }
}
