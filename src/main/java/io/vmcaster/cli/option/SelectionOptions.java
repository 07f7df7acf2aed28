package io.vmcaster.cli.option;

import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.service.Selection;
import java.util.List;
import java.util.Optional;

/** Which items an action is about. */
public final class SelectionOptions {

  /** {@code --endorser}. */
  public final Flag endorser =
      Flag.of(Flag.Heading.SELECT, "--endorser | --select-endorser", "the endorser").takes("DN");

  /** {@code --imagelist}. */
  public final Flag imagelist =
      Flag.of(
              Flag.Heading.SELECT,
              "--imagelist | --select-imagelist",
              "the image list; the first eight characters will do if no other list has them")
          .takes("UUID");

  /** {@code --image}. */
  public final Flag image =
      Flag.of(Flag.Heading.SELECT, "--image | --select-image", "the image, likewise").takes("UUID");

  SelectionOptions() {}

  /** All of them. */
  public List<Flag> flags() {
    return List.of(endorser, imagelist, image);
  }

  /** The option that selects items of a kind. */
  public Flag of(Item.Kind kind) {
    return switch (kind) {
      case LIST -> imagelist;
      case IMAGE -> image;
      case ENDORSER -> endorser;
    };
  }

  /** The selected item of a kind, if any. */
  public Optional<Selection> selection(Item.Kind kind) {
    Optional<String> text = of(kind).value();
    return text.isEmpty() ? Optional.empty() : Optional.of(new Selection(kind, text.get()));
  }

  /** The selected item of a kind, which was found to be given. */
  public Selection selected(Item.Kind kind) {
    return selection(kind).orElseThrow();
  }

  /** The item that an action names as its own value, or that is selected. */
  public Selection selected(Item.Kind kind, Flag action) {
    return new Selection(kind, named(kind, action));
  }

  /**
   * The identifier that stands as an action's own value, or as the selection.
   *
   * @throws UsageFailure when both are given and differ
   */
  public String named(Item.Kind kind, Flag action) {
    Optional<String> own = action == of(kind) ? Optional.empty() : action.value();
    Optional<String> other = of(kind).value();
    if (own.isPresent() && other.isPresent() && !own.equals(other)) {
      throw new UsageFailure(
          action + " and " + of(kind) + " name different things", "Give one of them.");
    }
    return own.isPresent() ? own.get() : other.orElseThrow();
  }
}
