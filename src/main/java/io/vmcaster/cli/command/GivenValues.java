package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.cli.InputFiles;
import io.vmcaster.model.Item;
import io.vmcaster.service.edit.Assignment;
import io.vmcaster.service.edit.MetadataValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the values that a command line gives or names the files of. */
final class GivenValues {

  private static final int MAX_VALUE = 4_000_000;

  private GivenValues() {}

  static List<Map.Entry<String, JsonNode>> read(
      Item.Kind kind, List<Assignment> assignments, InputFiles inputs) {
    List<Map.Entry<String, JsonNode>> values = new ArrayList<>();
    for (Assignment assignment : assignments) {
      if (assignment instanceof Assignment.Value value) {
        values.add(MetadataValues.of(value.key(), value.text()));
      } else if (assignment instanceof Assignment.ValueFile value) {
        values.add(MetadataValues.of(value.key(), inputs.readText(value.file(), MAX_VALUE)));
      } else if (assignment instanceof Assignment.FromFile file) {
        String content = inputs.readText(file.file(), MAX_VALUE);
        values.addAll(MetadataValues.read(kind, content, InputFiles.name(file.file())));
      }
    }
    return values;
  }
}
