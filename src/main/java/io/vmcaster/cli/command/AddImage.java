package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Item;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.NewImage;
import io.vmcaster.service.edit.Plan;
import io.vmcaster.service.edit.Selection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Creates an image, with values and in a list if that is asked for. */
final class AddImage extends Command {

  static final String NAMES = "--image-add | --add-image";

  private final Flag like =
      Flag.of(
              Heading.EDIT,
              "--like",
              "with --image-add and --imagelist: begin with the values that IMAGE shares with the"
                  + " list")
          .takes("IMAGE");
  private final SetKeys keys;
  private final Options options;

  AddImage(Options options, SetKeys keys) {
    super(
        Flag.of(Heading.EDIT, NAMES, "create an image; with --imagelist, in that list")
            .mayTake("UUID"));
    this.options = options;
    this.keys = keys;
    needs(options.selection().image);
    takes(options.selection().imagelist, like);
    mayInclude(keys);
  }

  @Override
  public Result run(CommandContext context) {
    return Edits.run(context, planning(context));
  }

  /** The image that is to be created. */
  ImageId image() {
    return ImageId.created(options.selection().named(Item.Kind.IMAGE, trigger()));
  }

  /** Plans it, after the files that the values come from were read. */
  Function<ReadTransaction, Plan> planning(CommandContext context) {
    Optional<Selection> list = options.selection().selection(Item.Kind.LIST);
    Optional<Selection> model = like.value().map(text -> new Selection(Item.Kind.IMAGE, text));
    if (model.isPresent() && list.isEmpty()) {
      throw new UsageFailure("--like needs --imagelist UUID, the list that both are in", null);
    }
    ImageId image = image();
    List<Map.Entry<String, JsonNode>> values = keys.values(context.inputs());
    return catalogue -> NewImage.plan(catalogue, image, list, model, values);
  }
}
