using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansState.Clicks;
using OrleansState.Kafka;
using OrleansState.References;

namespace OrleansState.KafkaBridge.Clicks;

/// <summary>Brings the clicks of a slot's users in one message to the intake that lives with their counters.</summary>
internal sealed class ClickHandler(IGrainFactory grains) : IIngestHandler<ClickEvent>
{
    public int SlotOf(string key) => ClickSlots.Of(key);

    /// <summary>One call at a time, until all of the users are counted.</summary>
    public async Task<IngestReceipt> DeliverAsync(IngestBatch<ClickEvent> batch, CancellationToken cancelled)
    {
        var intake = grains.GrainOf<IClickIntakeGrain>(ClickSlots.KeyOf(batch.Slot));
        var users = UsersOf(batch);
        ImmutableArray<RefusedEvent> refused = [];
        ImmutableArray<string> unreadable = [];
        while (true)
        {
            var receipt = await intake.DeliverAsync(new ClickDelivery(batch.TopicId, batch.Partition, batch.Epoch, users, KnowsUnreadable: true));
            if (!receipt.Refused.IsDefaultOrEmpty)
                refused = refused.AddRange(receipt.Refused.Select(click => new RefusedEvent(click.Offset, click.Refusal.Code, click.Refusal.Message)));
            if (!receipt.Unreadable.IsDefaultOrEmpty)
                unreadable = unreadable.AddRange(receipt.Unreadable.Select(position => users[position].UserId));
            if (receipt.EpochMismatch)
                return IngestReceipt.InOtherEpoch;
            if (receipt.Left.IsDefaultOrEmpty)
                return refused.IsEmpty && unreadable.IsEmpty ? IngestReceipt.Delivered : new IngestReceipt(false, refused, unreadable);
            cancelled.ThrowIfCancellationRequested();
            users = [.. receipt.Left.Select(position => users[position])];
        }
    }

    public async Task<bool> IsReadableAsync(string key)
    {
        try
        {
            await grains.GetGrain<IClickCounterGrain>(key).GetAsync();
            return true;
        }
        catch (StateUnreadableException)
        {
            return false;
        }
        catch (UserErasedException)
        {
            // What is delivered of an erased user is passed over.
            return true;
        }
    }

    /// <summary>The message's part of each user: one array each, of the size that it needs.</summary>
    private static ImmutableArray<UserClicks> UsersOf(IngestBatch<ClickEvent> batch)
    {
        var users = new UserClicks[batch.Keys.Length];
        for (var i = 0; i < users.Length; i++)
        {
            var events = batch.Keys[i];
            var clicks = new LoggedClick[events.Count];
            var at = 0;
            foreach (var logged in events)
                clicks[at++] = new LoggedClick(logged.Offset, logged.Event.Action, logged.Origin);
            users[i] = new UserClicks(events.Key, ImmutableCollectionsMarshal.AsImmutableArray(clicks));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(users);
    }
}
