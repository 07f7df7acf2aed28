package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.service.ListEditor.NewImage;
import io.vmcaster.service.Selection;
import java.util.Optional;

/** Creates an image, with values and in a list if that is asked for. */
final class AddImage extends Command {

  static final String NAMES =
      "--image-add | --add-image: create an image; with --imagelist, in that list";

  private final Flag like =
      new Flag(
              Heading.EDIT,
              "--like: with --image-add and --imagelist: begin with the values of IMAGE that all"
                  + " images of the list have")
          .takes("IMAGE");
  private final SetKeys keys;

  AddImage(Options options, SetKeys keys) {
    super(options, new Flag(Heading.EDIT, NAMES).mayTake("UUID"));
    this.keys = keys;
    needs(options.image);
    takes(options.imagelist, like);
    mayInclude(keys);
  }

  @Override
  public Result run(CommandContext context) {
    NewImage image = asked(context);
    return done(context.editor().add(image), context);
  }

  /** The image that is to be created, after the files that its values come from were read. */
  NewImage asked(CommandContext context) {
    Optional<Selection> list = options.selection(Item.Kind.LIST);
    Optional<Selection> model = like.value().map(text -> new Selection(Item.Kind.IMAGE, text));
    if (model.isPresent() && list.isEmpty()) {
      throw new UsageFailure("--like needs --imagelist UUID, the list that both are in", null);
    }
    ImageId image = ImageId.created(options.named(Item.Kind.IMAGE, trigger()));
    return new NewImage(image, list, model, keys.values(context));
  }
}
