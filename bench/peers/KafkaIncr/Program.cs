using OrleansState.Bench.KafkaIncr;

// The peers: what .NET reads off a broker at most (read), and a hand-written consumer that counts in Redis (incr).
return args switch
{
    ["read", var bootstrap, var topic, var group, var expected] =>
        RawReader.Run(EventConsumer.Open(bootstrap, topic, group), long.Parse(expected, System.Globalization.CultureInfo.InvariantCulture)),
    ["incr", var bootstrap, var topic, var group, var redis] =>
        await IncrCounter.RunAsync(EventConsumer.Open(bootstrap, topic, group), redis),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("KafkaIncr read BOOTSTRAP TOPIC GROUP EXPECTED | incr BOOTSTRAP TOPIC GROUP REDIS");
    return 2;
}
