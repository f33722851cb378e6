namespace OrleansState.Redis;

/// <summary>
/// The scripts that look at the idempotency keys beside records: for each record two hashes, a field a key. Writes that have
/// nothing to do with those go by the script that knows nothing of them.
/// </summary>
internal static class KeyScripts
{
    /// <summary>What lies under one key (the argument) in the hashes of one record. The last key, as of every script, is that of the generation.</summary>
    public const string Find =
        """
        return { redis.call('HGET', KEYS[1], ARGV[1]), redis.call('HGET', KEYS[2], ARGV[1]) }
        """;

    /// <summary>
    /// As the write of records alone, of which it is the longer form. Behind the tombstones come the keys of hashes, then that of the generation, and behind
    /// the records' arguments, for each record that has to do with keys: which record it is, which of KEYS is the first of its
    /// hashes, from which second on a key counts no more, which hash is emptied, how long each of the two is kept, how many keys
    /// take effect and how many leave the record, then those, the latter each with its hash and its value. The last argument
    /// says how many records there are. A key that takes effect is looked for before anything of its record is written.
    /// </summary>
    public const string Write =
        """
        local n = tonumber(ARGV[#ARGV])
        local outcomes, faults, beside, p, t = {}, {}, {}, 2 * n + 1, n
        while p < #ARGV do
          local keys = { hash = tonumber(ARGV[p + 1]), old = ARGV[p + 2], begun = ARGV[p + 3], keep = { ARGV[p + 4], ARGV[p + 5] }, fresh = p + 8 }
          keys.spilled = keys.fresh + tonumber(ARGV[p + 6])
          keys.last = keys.spilled + 3 * tonumber(ARGV[p + 7]) - 1
          beside[tonumber(ARGV[p])] = keys
          p = keys.last + 1
        end

        local function known(keys)
          for f = keys.fresh, keys.spilled - 1 do
            for h = keys.hash, keys.hash + 1 do
              local value = redis.pcall('HGET', KEYS[h], ARGV[f])
              if type(value) == 'table' then return value end
              if value and string.sub(value, 1, 10) > keys.old then return true end
            end
          end
          return false
        end

        local function spill(keys)
          if keys.begun ~= '' then redis.call('DEL', KEYS[keys.hash + tonumber(keys.begun)]) end
          for e = keys.spilled, keys.last, 3 do
            local done = redis.pcall('HSET', KEYS[keys.hash + tonumber(ARGV[e])], ARGV[e + 1], ARGV[e + 2])
            if type(done) == 'table' and done.err then return done end
          end
          for h = 0, 1 do
            if keys.keep[h + 1] ~= '' then redis.call('PEXPIRE', KEYS[keys.hash + h], keys.keep[h + 1]) end
          end
        end

        local function forget(keys)
          for e = keys.spilled, keys.last, 3 do redis.call('HDEL', KEYS[keys.hash + tonumber(ARGV[e])], ARGV[e + 1]) end
        end

        local function write(i, key, guard, record)
          if guard == '' then t = t + 1 end
          local head, keys, fault = redis.pcall('GETRANGE', key, '0', '15'), beside[i], nil
          if type(head) == 'table' and string.sub(head.err, 1, 9) == 'WRONGTYPE' then return '0' end
          if type(head) == 'table' then return '2', head end
          if head ~= guard then return '0' end
          if guard == '' and redis.call('EXISTS', KEYS[t]) == 1 then return '3' end
          if record == '' then
            redis.call('DEL', key)
            if keys then redis.call('DEL', KEYS[keys.hash], KEYS[keys.hash + 1]) end
            return '1'
          end
          if keys then
            fault = known(keys)
            if fault == true then return '4' end
            fault = fault or spill(keys)
            if fault then return '2', fault end
          end
          local done = redis.pcall('SET', key, record)
          if not done.err then return '1' end
          if keys then forget(keys) end
          return '2', done
        end

        for i = 1, n do
          local outcome, fault = write(i, KEYS[i], ARGV[2 * i - 1], ARGV[2 * i])
          outcomes[i] = outcome
          if fault then faults[#faults + 1] = '\n' .. fault.err end
        end
        return table.concat(outcomes) .. table.concat(faults)
        """;
}
