package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;

/** Gives each request to its handler. A chain of ifs: only the class that is needed is loaded. */
public final class Handlers {

  private Handlers() {}

  /** Does what a request asks for. */
  public static Result handle(Request request, Session session) {
    if (request instanceof Request.ListItems list) {
      return new ListItemsHandler().handle(list, session);
    }
    if (request instanceof Request.ListMembers members) {
      return new ListMembersHandler().handle(members, session);
    }
    if (request instanceof Request.Show show) {
      return new ShowHandler().handle(show, session);
    }
    if (request instanceof Request.ShowKeys keys) {
      return new ShowKeysHandler().handle(keys, session);
    }
    return handleEdit(request, session);
  }

  private static Result handleEdit(Request request, Session session) {
    if (request instanceof Request.Add add) {
      return new AddHandler().handle(add, session);
    }
    if (request instanceof Request.AddImage add) {
      return new AddImageHandler().handle(add, session);
    }
    if (request instanceof Request.AddCertified add) {
      return new AddCertifiedHandler().handle(add, session);
    }
    if (request instanceof Request.Delete delete) {
      return new DeleteHandler().handle(delete, session);
    }
    if (request instanceof Request.SetKeys set) {
      return new SetKeysHandler().handle(set, session);
    }
    if (request instanceof Request.RemoveKeys remove) {
      return new RemoveKeysHandler().handle(remove, session);
    }
    if (request instanceof Request.Connect connect) {
      return new ConnectHandler().handle(connect, session);
    }
    if (request instanceof Request.Disconnect disconnect) {
      return new DisconnectHandler().handle(disconnect, session);
    }
    if (request instanceof Request.Import imports) {
      return new ImportHandler().handle(imports, session);
    }
    return handlePublishing(request, session);
  }

  private static Result handlePublishing(Request request, Session session) {
    if (request instanceof Request.Publish publish) {
      return new PublishHandler().handle(publish, session);
    }
    if (request instanceof Request.Upload upload) {
      return new UploadHandler().handle(upload, session);
    }
    if (request instanceof Request.History history) {
      return new HistoryHandler().handle(history, session);
    }
    if (request instanceof Request.Diff diff) {
      return new DiffHandler().handle(diff, session);
    }
    if (request instanceof Request.Rollback rollback) {
      return new RollbackHandler().handle(rollback, session);
    }
    if (request instanceof Request.Prune prune) {
      return new PruneHandler().handle(prune, session);
    }
    if (request instanceof Request.Status status) {
      return new StatusHandler().handle(status, session);
    }
    return handleLooking(request, session);
  }

  private static Result handleLooking(Request request, Session session) {
    if (request instanceof Request.Check check) {
      return new CheckHandler().handle(check, session);
    }
    if (request instanceof Request.Verify verify) {
      return new VerifyHandler().handle(verify, session);
    }
    if (request instanceof Request.Download download) {
      return new DownloadHandler().handle(download, session);
    }
    return handleCare(request, session);
  }

  private static Result handleCare(Request request, Session session) {
    if (request instanceof Request.Completion completion) {
      return new CompletionHandler().handle(completion, session);
    }
    if (request instanceof Request.Manual manual) {
      return new ManualHandler().handle(manual, session);
    }
    if (request instanceof Request.CopyDatabase copy) {
      return new CopyDatabaseHandler().handle(copy, session);
    }
    if (request instanceof Request.Doctor doctor) {
      return new DoctorHandler().handle(doctor, session);
    }
    throw new IllegalStateException("no handler for " + request);
  }
}
